/* SPDX-License-Identifier: MIT */
/*
 * Sound of the 405LP reference board: a codec behind the serial interface
 * (CSI), played from one circular buffer.
 *
 * Commands to the codec go through a page of their own, which the interface
 * fetches like sound.
 */

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/sched.h>
#include <linux/interrupt.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/sound.h>
#include <linux/soundcard.h>
#include <linux/string.h>
#include <linux/wait.h>

#include <asm/io.h>
#include <asm/processor.h>
#include <asm/uaccess.h>

#define CSI_IRQ			17
#define CSI_PHYS		0xef600900
#define CSI_REGS_SIZE		16
#define CSI_DAC_SIZE		(4 * PAGE_SIZE)

#define DCRN_CSI_CR		0x1a0
#define DCRN_CSI_SR		0x1a1
#define DCRN_CSI_LINE		0x1a2
#define DCRN_CSI_DAC		0x1a3
#define DCRN_CSI_LEN		0x1a4
#define CSI_CR_RUN		0x00000001
#define CSI_SR_DONE		0x00000001
#define CSI_SR_ERROR		0x00000002

#define CODEC_POWER_UP		0x0c000100
#define CODEC_POWER_DOWN	0x0c000000

struct csi_card {
	int dev_audio;
	int irq;

	volatile u32 *cmd_page;
	dma_addr_t cmd_dma;

	char *dac_buf;
	unsigned int dac_pos;
	wait_queue_head_t dac_wait;
	volatile int dac_done;
};

static struct csi_card *csi;

static void csi_interrupt(int irq, void *dev_id, struct pt_regs *regs)
{
	struct csi_card *s = dev_id;

	mtdcr(DCRN_CSI_SR, CSI_SR_DONE);
	s->dac_done = 1;
	wake_up_interruptible(&s->dac_wait);
}

/* Powers the codec up, and leaves its command page with the card. */
static int csi_codec_init(struct csi_card *s)
{
	volatile u32 *cmds;
	dma_addr_t cmds_dma;
	int err = -ENOMEM;

	cmds = consistent_alloc(GFP_KERNEL, PAGE_SIZE, &cmds_dma);
	if (cmds == NULL)
		goto error;
	memset((void *)cmds, 0, PAGE_SIZE);
	err = -EIO;

	if (!request_mem_region(CSI_PHYS, CSI_REGS_SIZE, "csi"))
		return -EBUSY;

	cmds[0] = CODEC_POWER_UP;
	mtdcr(DCRN_CSI_LINE, cmds_dma);
	mtdcr(DCRN_CSI_CR, CSI_CR_RUN);
	udelay(100);
	if (mfdcr(DCRN_CSI_SR) & CSI_SR_ERROR) {
		release_mem_region(CSI_PHYS, CSI_REGS_SIZE);
		goto error;
	}

	s->cmd_page = cmds;
	s->cmd_dma = cmds_dma;
	return 0;

error:
	consistent_free((void *)cmds);
	return err;
}

static void csi_codec_cleanup(struct csi_card *s)
{
	volatile u32 *cmds = s->cmd_page;

	cmds[0] = CODEC_POWER_DOWN;
	mtdcr(DCRN_CSI_CR, CSI_CR_RUN);
	mtdcr(DCRN_CSI_CR, 0);
	release_mem_region(CSI_PHYS, CSI_REGS_SIZE);

	kfree(s);
	consistent_free((void *)cmds);
}

static int csi_dac_alloc(struct csi_card *s)
{
	dma_addr_t dac_dma;

	s->dac_buf = consistent_alloc(GFP_KERNEL, CSI_DAC_SIZE, &dac_dma);
	if (s->dac_buf == NULL)
		return -ENOMEM;
	memset(s->dac_buf, 0, CSI_DAC_SIZE);
	mtdcr(DCRN_CSI_DAC, dac_dma);
	mtdcr(DCRN_CSI_LEN, CSI_DAC_SIZE);
	return 0;
}

static void csi_dac_free(struct csi_card *s)
{
	mtdcr(DCRN_CSI_LEN, 0);
	consistent_free(s->dac_buf);
	s->dac_buf = NULL;
}

static int csi_open(struct inode *inode, struct file *file)
{
	int err;

	if (csi->dac_buf)
		return -EBUSY;
	err = csi_dac_alloc(csi);
	if (err)
		return err;
	csi->dac_pos = 0;
	file->private_data = csi;
	return 0;
}

static ssize_t csi_write(struct file *file, const char *buf, size_t count,
			 loff_t *ppos)
{
	struct csi_card *s = file->private_data;
	size_t room = CSI_DAC_SIZE - s->dac_pos;

	if (count > room)
		count = room;
	if (copy_from_user(s->dac_buf + s->dac_pos, buf, count))
		return -EFAULT;
	s->dac_pos = (s->dac_pos + count) % CSI_DAC_SIZE;

	s->dac_done = 0;
	mtdcr(DCRN_CSI_CR, CSI_CR_RUN);
	return count;
}

static int csi_ioctl(struct inode *inode, struct file *file, unsigned int cmd,
		     unsigned long arg)
{
	switch (cmd) {
	case SNDCTL_DSP_RESET:
		csi->dac_pos = 0;
		return 0;
	case SNDCTL_DSP_GETBLKSIZE:
		return put_user((int)CSI_DAC_SIZE, (int *)arg);
	}
	return -EINVAL;
}

static int csi_release(struct inode *inode, struct file *file)
{
	struct csi_card *s = file->private_data;

	mtdcr(DCRN_CSI_CR, 0);
	csi_dac_free(s);
	return 0;
}

static struct file_operations csi_fops = {
	.owner		= THIS_MODULE,
	.write		= csi_write,
	.ioctl		= csi_ioctl,
	.open		= csi_open,
	.release	= csi_release,
};

static int __init csi_init(void)
{
	struct csi_card *s;
	int err;

	s = kmalloc(sizeof(struct csi_card), GFP_KERNEL);
	if (!s)
		return -ENOMEM;
	memset(s, 0, sizeof(struct csi_card));
	s->irq = CSI_IRQ;
	init_waitqueue_head(&s->dac_wait);

	err = csi_codec_init(s);
	if (err)
		goto out_state;
	err = request_irq(s->irq, csi_interrupt, 0, "csi", s);
	if (err)
		goto out_codec;
	s->dev_audio = register_sound_dsp(&csi_fops, -1);
	if (s->dev_audio < 0) {
		err = s->dev_audio;
		goto out_irq;
	}
	csi = s;
	return 0;

out_irq:
	free_irq(s->irq, s);
out_codec:
	csi_codec_cleanup(s);
	return err;
out_state:
	kfree(s);
	return err;
}

static void __exit csi_exit(void)
{
	unregister_sound_dsp(csi->dev_audio);
	free_irq(csi->irq, csi);
	csi_codec_cleanup(csi);
}

module_init(csi_init);
module_exit(csi_exit);
MODULE_LICENSE("Dual MIT/GPL");
