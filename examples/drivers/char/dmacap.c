/* SPDX-License-Identifier: MIT */
/*
 * Capture card on the external bus controller: samples arrive by DMA in a
 * buffer that lives as long as a recording.
 *
 * A recording starts with open.  It ends with close, with a new sampling rate,
 * which is what is written to the device, or when the card had to give up;
 * the buffer goes then, so that a stopped card cannot write into it later.
 */

#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/sched.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/spinlock.h>

#include <asm/io.h>
#include <asm/uaccess.h>

#define DMACAP_PHYS	0xf0000000
#define DMACAP_SIZE	16
#define DMACAP_IRQ	25
#define DMACAP_BUF_SIZE	(8 * PAGE_SIZE)

#define REG_ADDR	0
#define REG_LEFT	1	/* bytes still to come */
#define REG_RATE	2
#define REG_CTRL	3
#define CTRL_RUN	0x0001

static struct dmacap {
	volatile u32 *regs;
	spinlock_t lock;
	void *buf;
	dma_addr_t buf_dma;
} dmacap;

/* With the lock held: the interrupt may end a recording too. */
static void dmacap_end(struct dmacap *cap)
{
	out_be32(cap->regs + REG_CTRL, 0);
	if (cap->buf) {
		consistent_free(cap->buf);
		cap->buf = NULL;
	}
}

/* The card stopped: with the buffer full, or early because of an overrun. */
static void dmacap_interrupt(int irq, void *dev_id, struct pt_regs *regs)
{
	struct dmacap *cap = dev_id;

	spin_lock(&cap->lock);
	if (in_be32(cap->regs + REG_LEFT) != 0)
		dmacap_end(cap);
	spin_unlock(&cap->lock);
}

static int dmacap_start(struct dmacap *cap)
{
	if (cap->buf)
		return -EBUSY;
	cap->buf = consistent_alloc(GFP_KERNEL, DMACAP_BUF_SIZE, &cap->buf_dma);
	if (!cap->buf)
		return -ENOMEM;
	out_be32(cap->regs + REG_ADDR, cap->buf_dma);
	out_be32(cap->regs + REG_LEFT, DMACAP_BUF_SIZE);
	out_be32(cap->regs + REG_CTRL, CTRL_RUN);
	return 0;
}

static void dmacap_stop(struct dmacap *cap)
{
	unsigned long flags;

	spin_lock_irqsave(&cap->lock, flags);
	dmacap_end(cap);
	spin_unlock_irqrestore(&cap->lock, flags);
}

static int dmacap_open(struct inode *inode, struct file *file)
{
	file->private_data = &dmacap;
	return dmacap_start(&dmacap);
}

static ssize_t dmacap_read(struct file *file, char *buf, size_t count,
			   loff_t *ppos)
{
	struct dmacap *cap = file->private_data;

	if (!cap->buf)
		return 0;
	if (count > DMACAP_BUF_SIZE)
		count = DMACAP_BUF_SIZE;
	if (copy_to_user(buf, cap->buf, count))
		return -EFAULT;
	return count;
}

static ssize_t dmacap_write(struct file *file, const char *buf, size_t count,
			    loff_t *ppos)
{
	struct dmacap *cap = file->private_data;
	u32 rate;
	int err;

	if (count < sizeof(rate))
		return -EINVAL;
	if (copy_from_user(&rate, buf, sizeof(rate)))
		return -EFAULT;
	dmacap_stop(cap);
	out_be32(cap->regs + REG_RATE, rate);
	err = dmacap_start(cap);
	return err ? err : sizeof(rate);
}

static int dmacap_release(struct inode *inode, struct file *file)
{
	dmacap_stop(file->private_data);
	return 0;
}

static struct file_operations dmacap_fops = {
	.owner		= THIS_MODULE,
	.read		= dmacap_read,
	.write		= dmacap_write,
	.open		= dmacap_open,
	.release	= dmacap_release,
};

static struct miscdevice dmacap_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "dmacap",
	.fops	= &dmacap_fops,
};

static int __init dmacap_init(void)
{
	int err;

	spin_lock_init(&dmacap.lock);
	dmacap.regs = ioremap(DMACAP_PHYS, DMACAP_SIZE);
	if (!dmacap.regs)
		return -ENOMEM;
	err = request_irq(DMACAP_IRQ, dmacap_interrupt, 0, "dmacap", &dmacap);
	if (err)
		goto out_regs;
	err = misc_register(&dmacap_misc);
	if (err)
		goto out_irq;
	return 0;

out_irq:
	free_irq(DMACAP_IRQ, &dmacap);
out_regs:
	iounmap((void *)dmacap.regs);
	return err;
}

static void __exit dmacap_exit(void)
{
	misc_deregister(&dmacap_misc);
	free_irq(DMACAP_IRQ, &dmacap);
	iounmap((void *)dmacap.regs);
}

module_init(dmacap_init);
module_exit(dmacap_exit);
MODULE_LICENSE("Dual MIT/GPL");
