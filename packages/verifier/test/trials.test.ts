import { describe, expect, it } from 'vitest';
import { lineOf, mutate, verify } from './verify-fixture.ts';

/** A card that is believed only when its second sort says who it is, and whose command buffer is made by a command. */
const card = `
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <asm/io.h>

#define CARD_MAKE_BUFFER 0x4301
#define CARD_SIGNATURE 0x43415244

static struct pci_dev *card;
static void *buffer;
static dma_addr_t handle;

static int card_ioctl(struct inode *inode, struct file *file, unsigned int command, unsigned long argument)
{
	switch (command) {
	case CARD_MAKE_BUFFER:
		buffer = consistent_alloc(GFP_KERNEL, 4096, &handle);
		if (!buffer)
			return -ENOMEM;
		consistent_free(buffer, 4096, handle);
		return 0;
	}
	return -EINVAL;
}

static struct file_operations card_files = {
	.ioctl = card_ioctl,
};

static int card_probe(struct pci_dev *dev, const struct pci_device_id *id)
{
	void *registers;
	unsigned int signature;

	if (dev->device != 2)
		return -ENODEV;
	registers = ioremap(pci_resource_start(dev, 0), 64);
	if (!registers)
		return -ENOMEM;
	signature = readl(registers);
	iounmap(registers);
	if (signature != CARD_SIGNATURE)
		return -ENODEV;
	card = dev;
	return register_chrdev(67, "card", &card_files);
}

static void card_remove(struct pci_dev *dev)
{
	unregister_chrdev(67, "card");
}

static struct pci_device_id card_ids[] = {
	{ .vendor = 0x4321, .device = 1, .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID },
	{ .vendor = 0x4321, .device = 2, .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID },
	{ 0 },
};

static struct pci_driver card_driver = {
	.name = "card",
	.id_table = card_ids,
	.probe = card_probe,
	.remove = card_remove,
};

static int card_init(void)
{
	return pci_module_init(&card_driver);
}

static void card_exit(void)
{
	pci_unregister_driver(&card_driver);
}

module_init(card_init);
module_exit(card_exit);
`;

describe('the device under a driver', () => {
  it('has the identity and the registers that the driver wants, and is given the commands that it knows', async () => {
    const { sites, findings, failedSteps } = await verify(card);
    expect(sites).toMatchObject([{ line: lineOf(card, 'consistent_free(buffer'), status: 'verified' }]);
    expect(failedSteps).toEqual([]);
    expect(findings).toEqual([]);
  });

  it('is told with a finding that it was needed for', async () => {
    const leaking = mutate(card, '\t\tconsistent_free(buffer, 4096, handle);\n', '');
    const { findings } = await verify(leaking);
    expect(findings).toMatchObject([{ rule: 'R7', line: lineOf(leaking, 'consistent_alloc(') }]);
    const plan = findings[0]?.run?.plan;
    expect(plan?.identity).toBe(1);
    expect(plan?.answers.map(({ value }) => value)).toContain(0x43415244);
  });
});
