/* SPDX-License-Identifier: MIT */
/*
 * Cipher engine on the on-chip peripheral bus.
 *
 * The engine reads one consistent buffer and writes another.  What is written
 * to /dev/crypt405 can be read from it, ciphered, after the interrupt.
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
#include <linux/string.h>

#include <asm/io.h>
#include <asm/uaccess.h>

#define CRYPT_PHYS	0xef600a00
#define CRYPT_REGS_SIZE	32
#define CRYPT_IRQ	21
#define CRYPT_BUF_SIZE	(2 * PAGE_SIZE)

#define REG_SOURCE	0
#define REG_TARGET	1
#define REG_COUNT	2
#define REG_CTRL	3
#define CTRL_RUN	1

static struct crypt405 {
	volatile u32 *regs;
	int irq_taken;
	char *plain;
	dma_addr_t plain_dma;
	char *cipher;
	dma_addr_t cipher_dma;
	volatile int done;
} crypt405;

static void crypt405_interrupt(int irq, void *dev_id, struct pt_regs *regs)
{
	struct crypt405 *c = dev_id;

	out_be32(c->regs + REG_CTRL, 0);
	c->done = 1;
}

/* Undoes what init did, however far it got, and leaves nothing behind. */
static void crypt405_teardown(struct crypt405 *c)
{
	if (c->irq_taken)
		free_irq(CRYPT_IRQ, c);
	consistent_free(c->plain);
	consistent_free(c->cipher);
	if (c->regs)
		iounmap((void *)c->regs);
	memset(c, 0, sizeof(*c));
}

static int crypt405_open(struct inode *inode, struct file *file)
{
	file->private_data = &crypt405;
	return 0;
}

static ssize_t crypt405_write(struct file *file, const char *buf, size_t count,
			      loff_t *ppos)
{
	struct crypt405 *c = file->private_data;

	count = min_t(size_t, count, CRYPT_BUF_SIZE);
	if (copy_from_user(c->plain, buf, count))
		return -EFAULT;
	c->done = 0;
	out_be32(c->regs + REG_SOURCE, c->plain_dma);
	out_be32(c->regs + REG_TARGET, c->cipher_dma);
	out_be32(c->regs + REG_COUNT, count);
	out_be32(c->regs + REG_CTRL, CTRL_RUN);
	return count;
}

static ssize_t crypt405_read(struct file *file, char *buf, size_t count,
			     loff_t *ppos)
{
	struct crypt405 *c = file->private_data;

	if (!c->done)
		return -EAGAIN;
	count = min_t(size_t, count, CRYPT_BUF_SIZE);
	if (copy_to_user(buf, c->cipher, count))
		return -EFAULT;
	return count;
}

static struct file_operations crypt405_fops = {
	.owner	= THIS_MODULE,
	.read	= crypt405_read,
	.write	= crypt405_write,
	.open	= crypt405_open,
};

static struct miscdevice crypt405_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "crypt405",
	.fops	= &crypt405_fops,
};

static int __init crypt405_init(void)
{
	struct crypt405 *c = &crypt405;
	int err = -ENOMEM;

	c->regs = ioremap(CRYPT_PHYS, CRYPT_REGS_SIZE);
	if (!c->regs)
		goto fail;
	c->plain = consistent_alloc(GFP_KERNEL, CRYPT_BUF_SIZE, &c->plain_dma);
	if (!c->plain)
		goto fail;
	c->cipher = consistent_alloc(GFP_KERNEL, CRYPT_BUF_SIZE, &c->cipher_dma);
	if (!c->cipher)
		goto fail;

	err = request_irq(CRYPT_IRQ, crypt405_interrupt, 0, "crypt405", c);
	if (err)
		goto fail;
	c->irq_taken = 1;
	err = misc_register(&crypt405_misc);
	if (err)
		goto fail;
	return 0;

fail:
	crypt405_teardown(c);
	return err;
}

static void __exit crypt405_exit(void)
{
	misc_deregister(&crypt405_misc);
	crypt405_teardown(&crypt405);
}

module_init(crypt405_init);
module_exit(crypt405_exit);
MODULE_LICENSE("Dual MIT/GPL");
