/* SPDX-License-Identifier: MIT */
/*
 * Scatter/gather lists for the DMA engine of the 405.
 *
 * A list is one page of consistent memory: a header for the driver, then the
 * descriptors that the engine walks.  A list is known to its user by a
 * number, which is its address.  /dev/sgdma gives a list to every open file;
 * what is written to it is appended as (address, count) pairs.
 */

#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>

#include <asm/io.h>
#include <asm/processor.h>
#include <asm/uaccess.h>

#define SGDMA_LIST_SIZE		4096
#define SGDMA_CHANNELS		4

#define DCRN_ASGC		0x123
#define DCRN_ASG(n)		(0x103 + 8 * (n))
#define ASGC_START(n)		(0x80000000 >> (n))
#define ASGC_MASK(n)		(0x00008000 >> (n))

#define SG_LINK			0x80000000
#define SG_ERI_ENABLE		0x10000000

typedef u32 sgdma_handle_t;

struct sgdma_desc {
	u32 control;
	u32 source;
	u32 destination;
	u32 count;
	dma_addr_t next;
};

struct sgdma_list {
	dma_addr_t dma_addr;
	unsigned int channel;
	unsigned int used;
	u32 control;
	struct sgdma_desc desc[0];
};

#define SGDMA_MAX_DESC \
	((SGDMA_LIST_SIZE - sizeof(struct sgdma_list)) / sizeof(struct sgdma_desc))

static void sgdma_free_list(sgdma_handle_t handle)
{
	struct sgdma_list *list = (struct sgdma_list *)handle;

	if (!handle) {
		printk(KERN_ERR "sgdma: no list to free\n");
		return;
	}
	if (list->used) {
		printk(KERN_ERR "sgdma: list of channel %u is not empty\n",
		       list->channel);
		return;
	}
	consistent_free((void *)list);
}

static int sgdma_alloc_list(sgdma_handle_t *handle, unsigned int channel)
{
	struct sgdma_list *list;
	dma_addr_t dma_addr;

	list = consistent_alloc(GFP_KERNEL, SGDMA_LIST_SIZE, &dma_addr);
	memset(list, 0, SGDMA_LIST_SIZE);
	if (list == NULL) {
		*handle = 0;
		return -ENOMEM;
	}

	list->dma_addr = dma_addr;
	list->channel = channel;
	list->control = SG_LINK | SG_ERI_ENABLE;

	if (channel >= SGDMA_CHANNELS) {
		sgdma_free_list((sgdma_handle_t)list);
		*handle = 0;
		return -EINVAL;
	}

	mtdcr(DCRN_ASGC, mfdcr(DCRN_ASGC) | ASGC_MASK(channel));
	*handle = (sgdma_handle_t)list;
	return 0;
}

static int sgdma_append(struct sgdma_list *list, u32 source, u32 count)
{
	struct sgdma_desc *desc;

	if (list->used >= SGDMA_MAX_DESC)
		return -ENOSPC;

	desc = &list->desc[list->used];
	desc->control = list->control & ~SG_LINK;
	desc->source = source;
	desc->count = count;
	desc->next = 0;
	if (list->used) {
		desc[-1].control |= SG_LINK;
		desc[-1].next = list->dma_addr +
			((char *)desc - (char *)list);
	}
	list->used++;
	return 0;
}

static int sgdma_open(struct inode *inode, struct file *file)
{
	sgdma_handle_t handle;
	int err;

	err = sgdma_alloc_list(&handle, 0);
	if (err)
		return err;
	file->private_data = (void *)handle;
	return 0;
}

static ssize_t sgdma_write(struct file *file, const char *buf, size_t count,
			   loff_t *ppos)
{
	struct sgdma_list *list = file->private_data;
	u32 pair[2];
	size_t done;
	int err;

	for (done = 0; done + sizeof(pair) <= count; done += sizeof(pair)) {
		if (copy_from_user(pair, buf + done, sizeof(pair)))
			return -EFAULT;
		err = sgdma_append(list, pair[0], pair[1]);
		if (err)
			return done ? done : err;
	}
	if (!done)
		return -EINVAL;

	mtdcr(DCRN_ASG(list->channel),
	      list->dma_addr + offsetof(struct sgdma_list, desc));
	mtdcr(DCRN_ASGC, mfdcr(DCRN_ASGC) | ASGC_START(list->channel));
	return done;
}

static int sgdma_release(struct inode *inode, struct file *file)
{
	struct sgdma_list *list = file->private_data;

	mtdcr(DCRN_ASGC, mfdcr(DCRN_ASGC) & ~ASGC_START(list->channel));
	list->used = 0;
	sgdma_free_list((sgdma_handle_t)list);
	return 0;
}

static struct file_operations sgdma_fops = {
	.owner		= THIS_MODULE,
	.open		= sgdma_open,
	.write		= sgdma_write,
	.release	= sgdma_release,
};

static struct miscdevice sgdma_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "sgdma",
	.fops	= &sgdma_fops,
};

static int __init sgdma_init(void)
{
	return misc_register(&sgdma_misc);
}

static void __exit sgdma_exit(void)
{
	misc_deregister(&sgdma_misc);
}

module_init(sgdma_init);
module_exit(sgdma_exit);
MODULE_LICENSE("Dual MIT/GPL");
