/* SPDX-License-Identifier: MIT */
/*
 * Memory card controller on the on-chip peripheral bus.
 *
 * Two blocks of consistent memory: the descriptor chain that the controller
 * follows, and a buffer for the sectors of one transfer.
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
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/io.h>
#include <asm/uaccess.h>

#define PMMC_PHYS	0xef600800
#define PMMC_REGS_SIZE	32
#define PMMC_IRQ	20

#define PMMC_NUM_DESC	16
#define PMMC_SECTOR	512
#define PMMC_BUF_SIZE	(PMMC_NUM_DESC * PMMC_SECTOR)

#define REG_DESC	0
#define REG_CTRL	1
#define REG_STATUS	2
#define CTRL_RUN	1

struct pmmc_desc {
	u32 address;
	u32 count;
	u32 next;
	u32 flags;
};

struct pmmc_host {
	volatile u32 *regs;
	struct pmmc_desc *desc;
	dma_addr_t desc_dma;
	char *buf;
	dma_addr_t buf_dma;
	volatile int done;
};

static struct pmmc_host *pmmc;

static void pmmc_interrupt(int irq, void *dev_id, struct pt_regs *regs)
{
	struct pmmc_host *host = dev_id;

	out_be32(host->regs + REG_STATUS, in_be32(host->regs + REG_STATUS));
	host->done = 1;
}

static void pmmc_build_chain(struct pmmc_host *host)
{
	int i;

	for (i = 0; i < PMMC_NUM_DESC; i++) {
		host->desc[i].address = host->buf_dma + i * PMMC_SECTOR;
		host->desc[i].count = PMMC_SECTOR;
		host->desc[i].flags = 0;
		host->desc[i].next = i + 1 < PMMC_NUM_DESC ?
			host->desc_dma + (i + 1) * sizeof(struct pmmc_desc) : 0;
	}
}

static int pmmc_open(struct inode *inode, struct file *file)
{
	file->private_data = pmmc;
	return 0;
}

static ssize_t pmmc_write(struct file *file, const char *buf, size_t count,
			  loff_t *ppos)
{
	struct pmmc_host *host = file->private_data;

	if (count > PMMC_BUF_SIZE)
		count = PMMC_BUF_SIZE;
	if (copy_from_user(host->buf, buf, count))
		return -EFAULT;
	host->done = 0;
	out_be32(host->regs + REG_DESC, host->desc_dma);
	out_be32(host->regs + REG_CTRL, CTRL_RUN);
	return count;
}

static int pmmc_release(struct inode *inode, struct file *file)
{
	struct pmmc_host *host = file->private_data;

	out_be32(host->regs + REG_CTRL, 0);
	return 0;
}

static struct file_operations pmmc_fops = {
	.owner		= THIS_MODULE,
	.write		= pmmc_write,
	.open		= pmmc_open,
	.release	= pmmc_release,
};

static struct miscdevice pmmc_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "pmmc",
	.fops	= &pmmc_fops,
};

static int __init pmmc_init(void)
{
	struct pmmc_host *host;
	int err = -ENOMEM;

	host = kmalloc(sizeof(*host), GFP_KERNEL);
	if (!host)
		goto out;
	memset(host, 0, sizeof(*host));

	host->regs = ioremap(PMMC_PHYS, PMMC_REGS_SIZE);
	if (!host->regs)
		goto out_host;
	host->desc = consistent_alloc(GFP_KERNEL,
				      PMMC_NUM_DESC * sizeof(struct pmmc_desc),
				      &host->desc_dma);
	if (!host->desc)
		goto out_regs;
	host->buf = consistent_alloc(GFP_KERNEL, PMMC_BUF_SIZE, &host->buf_dma);
	if (!host->buf)
		goto out_desc;
	pmmc_build_chain(host);

	err = request_irq(PMMC_IRQ, pmmc_interrupt, 0, "pmmc", host);
	if (err)
		goto out_buf;
	err = misc_register(&pmmc_misc);
	if (err)
		goto out_irq;
	pmmc = host;
	return 0;

out_irq:
	free_irq(PMMC_IRQ, host);
out_buf:
	consistent_free(host->buf);
out_desc:
	consistent_free(host->desc);
out_regs:
	iounmap((void *)host->regs);
out_host:
	kfree(host);
out:
	return err;
}

static void __exit pmmc_exit(void)
{
	misc_deregister(&pmmc_misc);
	out_be32(pmmc->regs + REG_CTRL, 0);
	free_irq(PMMC_IRQ, pmmc);
	consistent_free(pmmc->buf);
	consistent_free(pmmc->desc);
	iounmap((void *)pmmc->regs);
	kfree(pmmc);
}

module_init(pmmc_init);
module_exit(pmmc_exit);
MODULE_LICENSE("Dual MIT/GPL");
