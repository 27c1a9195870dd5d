/* SPDX-License-Identifier: MIT */
/*
 * A PCI sound card with one playback channel, whose buffer a program may map
 * and whose size it may choose.
 */

#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/sound.h>
#include <linux/soundcard.h>
#include <linux/string.h>
#include <linux/wrapper.h>

#include <asm/io.h>
#include <asm/uaccess.h>

#define PCI_VENDOR_ID_PCI128	0x1274
#define PCI_DEVICE_ID_PCI128	0x5000

#define ORDER_SLOW		3
#define ORDER_FAST		5

#define REG_FRAME		0x00
#define REG_SIZE		0x04
#define REG_CTRL		0x08
#define CTRL_RUN		1

struct pci128_card {
	struct pci_dev *pci;
	volatile u32 *regs;
	int dev_audio;

	/* PAGE_SIZE << order bytes; rate and use decide on the order. */
	void *play;
	dma_addr_t play_dma;
	int order, wanted_order;
	int programmed;
};

static struct pci128_card *pci128;

static void pci128_mark_pages(struct pci128_card *card, int reserve)
{
	struct page *first = virt_to_page(card->play);
	int n;

	for (n = 0; n < 1 << card->order; n++) {
		if (reserve)
			mem_map_reserve(first + n);
		else
			mem_map_unreserve(first + n);
	}
}

static int pci128_get_buffer(struct pci128_card *card)
{
	card->play = pci_alloc_consistent(card->pci,
					  PAGE_SIZE << card->wanted_order,
					  &card->play_dma);
	if (card->play == NULL)
		return -ENOMEM;
	card->order = card->wanted_order;

	/* Programs may map the buffer, for which it has to be reserved. */
	pci128_mark_pages(card, 1);
	return 0;
}

static void pci128_put_buffer(struct pci128_card *card)
{
	card->programmed = 0;
	if (card->play == NULL)
		return;
	pci128_mark_pages(card, 0);
	pci_free_consistent(card->pci, PAGE_SIZE << card->order, card->play,
			    card->play_dma);
	card->play = NULL;
}

/* Before playing: sees to a buffer of the wanted size, and shows it the card. */
static int pci128_program(struct pci128_card *card)
{
	int err;

	if (card->programmed)
		return 0;
	if (card->play == NULL || card->order != card->wanted_order) {
		err = pci128_get_buffer(card);
		if (err)
			return err;
	}
	writel(card->play_dma, card->regs + REG_FRAME / 4);
	writel(PAGE_SIZE << card->order, card->regs + REG_SIZE / 4);
	card->programmed = 1;
	return 0;
}

static int pci128_open(struct inode *inode, struct file *file)
{
	pci128->wanted_order = ORDER_SLOW;
	file->private_data = pci128;
	return 0;
}

static ssize_t pci128_write(struct file *file, const char *buf, size_t count,
			    loff_t *ppos)
{
	struct pci128_card *card = file->private_data;
	int err;

	err = pci128_program(card);
	if (err)
		return err;
	count = min_t(size_t, count, PAGE_SIZE << card->order);
	if (copy_from_user(card->play, buf, count))
		return -EFAULT;
	writel(CTRL_RUN, card->regs + REG_CTRL / 4);
	return count;
}

static int pci128_ioctl(struct inode *inode, struct file *file,
			unsigned int cmd, unsigned long arg)
{
	struct pci128_card *card = file->private_data;
	int rate;

	switch (cmd) {
	case SNDCTL_DSP_RESET:
		writel(0, card->regs + REG_CTRL / 4);
		return 0;
	case SNDCTL_DSP_SPEED:
		if (get_user(rate, (int *)arg))
			return -EFAULT;
		if (rate < 4000 || rate > 48000)
			return -EINVAL;
		/* An eighth of a second has to fit. */
		card->wanted_order = rate > 22050 ? ORDER_FAST : ORDER_SLOW;
		card->programmed = 0;
		return 0;
	}
	return -EINVAL;
}

static int pci128_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct pci128_card *card = file->private_data;
	unsigned long bytes = vma->vm_end - vma->vm_start;
	int err;

	/* Who maps the buffer mixes in it, and needs more room. */
	if (card->wanted_order != ORDER_FAST) {
		card->wanted_order = ORDER_FAST;
		card->programmed = 0;
	}
	err = pci128_program(card);
	if (err)
		return err;
	if (vma->vm_pgoff != 0 || bytes > PAGE_SIZE << card->order)
		return -EINVAL;
	return remap_page_range(vma->vm_start, virt_to_phys(card->play), bytes,
				vma->vm_page_prot);
}

static int pci128_release(struct inode *inode, struct file *file)
{
	struct pci128_card *card = file->private_data;

	writel(0, card->regs + REG_CTRL / 4);
	pci128_put_buffer(card);
	return 0;
}

static struct file_operations pci128_fops = {
	.owner		= THIS_MODULE,
	.write		= pci128_write,
	.ioctl		= pci128_ioctl,
	.mmap		= pci128_mmap,
	.open		= pci128_open,
	.release	= pci128_release,
};

static int __devinit pci128_probe(struct pci_dev *pci,
				  const struct pci_device_id *id)
{
	struct pci128_card *card;
	int err;

	err = pci_enable_device(pci);
	if (err)
		return err;
	pci_set_master(pci);

	card = kmalloc(sizeof(struct pci128_card), GFP_KERNEL);
	if (!card)
		return -ENOMEM;
	memset(card, 0, sizeof(struct pci128_card));
	card->pci = pci;

	err = pci_request_regions(pci, "pci128");
	if (err)
		goto out_card;
	card->regs = ioremap(pci_resource_start(pci, 0), pci_resource_len(pci, 0));
	if (!card->regs) {
		err = -ENOMEM;
		goto out_regions;
	}
	card->dev_audio = register_sound_dsp(&pci128_fops, -1);
	if (card->dev_audio < 0) {
		err = card->dev_audio;
		goto out_regs;
	}
	pci128 = card;
	pci_set_drvdata(pci, card);
	return 0;

out_regs:
	iounmap((void *)card->regs);
out_regions:
	pci_release_regions(pci);
out_card:
	kfree(card);
	return err;
}

static void __devexit pci128_remove(struct pci_dev *pci)
{
	struct pci128_card *card = pci_get_drvdata(pci);

	unregister_sound_dsp(card->dev_audio);
	iounmap((void *)card->regs);
	pci_release_regions(pci);
	pci_set_drvdata(pci, NULL);
	kfree(card);
}

static struct pci_device_id pci128_ids[] = {
	{ PCI_VENDOR_ID_PCI128, PCI_DEVICE_ID_PCI128, PCI_ANY_ID, PCI_ANY_ID },
	{ 0 }
};
MODULE_DEVICE_TABLE(pci, pci128_ids);

static struct pci_driver pci128_driver = {
	.name		= "pci128",
	.id_table	= pci128_ids,
	.probe		= pci128_probe,
	.remove		= __devexit_p(pci128_remove),
};

static int __init pci128_init(void)
{
	return pci_module_init(&pci128_driver);
}

static void __exit pci128_exit(void)
{
	pci_unregister_driver(&pci128_driver);
}

module_init(pci128_init);
module_exit(pci128_exit);
MODULE_LICENSE("Dual MIT/GPL");
