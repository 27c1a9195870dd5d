/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_PCI_H
#define _KIT_LINUX_PCI_H

#include <linux/config.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/list.h>
#include <linux/pci_ids.h>
#include <linux/types.h>

#define PCI_ANY_ID (~0)
#define PCI_COMMAND 0x04
#define PCI_COMMAND_MASTER 0x4
#define DEVICE_COUNT_RESOURCE 12

#define PCI_DMA_BIDIRECTIONAL 0
#define PCI_DMA_TODEVICE 1
#define PCI_DMA_FROMDEVICE 2
#define PCI_DMA_NONE 3

struct pci_driver;

struct pci_dev {
	struct list_head global_list;
	struct list_head bus_list;
	unsigned int devfn;
	unsigned short vendor;
	unsigned short device;
	unsigned short subsystem_vendor;
	unsigned short subsystem_device;
	unsigned int class;
	struct pci_driver *driver;
	void *driver_data;
	u64 dma_mask;
	u32 current_state;
	unsigned int irq;
	struct resource resource[DEVICE_COUNT_RESOURCE];
	char name[90];
	char slot_name[8];
};

struct pci_device_id {
	unsigned int vendor, device;
	unsigned int subvendor, subdevice;
	unsigned int class, class_mask;
	unsigned long driver_data;
};

struct pci_driver {
	struct list_head node;
	char *name;
	const struct pci_device_id *id_table;
	int (*probe)(struct pci_dev *dev, const struct pci_device_id *id);
	void (*remove)(struct pci_dev *dev);
	int (*save_state)(struct pci_dev *dev, u32 state);
	int (*suspend)(struct pci_dev *dev, u32 state);
	int (*resume)(struct pci_dev *dev);
	int (*enable_wake)(struct pci_dev *dev, u32 state, int enable);
};

/* The number of devices claimed, or a negative error. */
extern int pci_register_driver(struct pci_driver *drv);
extern void pci_unregister_driver(struct pci_driver *drv);

/* For a module: 0 with at least one device, -ENODEV and unregistered with none. */
static inline int pci_module_init(struct pci_driver *drv)
{
	int claimed = pci_register_driver(drv);

	if (claimed > 0)
		return 0;
	pci_unregister_driver(drv);
	return claimed < 0 ? claimed : -ENODEV;
}

extern int pci_enable_device(struct pci_dev *dev);
extern void pci_disable_device(struct pci_dev *dev);
extern void pci_set_master(struct pci_dev *dev);
extern int pci_set_dma_mask(struct pci_dev *dev, u64 mask);
extern int pci_request_regions(struct pci_dev *dev, char *name);
extern void pci_release_regions(struct pci_dev *dev);
extern int pci_read_config_byte(struct pci_dev *dev, int where, u8 *val);
extern int pci_read_config_word(struct pci_dev *dev, int where, u16 *val);
extern int pci_read_config_dword(struct pci_dev *dev, int where, u32 *val);
extern int pci_write_config_byte(struct pci_dev *dev, int where, u8 val);
extern int pci_write_config_word(struct pci_dev *dev, int where, u16 val);
extern int pci_write_config_dword(struct pci_dev *dev, int where, u32 val);

#define pci_resource_start(dev, bar) ((dev)->resource[(bar)].start)
#define pci_resource_end(dev, bar) ((dev)->resource[(bar)].end)
#define pci_resource_flags(dev, bar) ((dev)->resource[(bar)].flags)
#define pci_resource_len(dev, bar) \
	(pci_resource_end((dev), (bar)) ? pci_resource_end((dev), (bar)) - pci_resource_start((dev), (bar)) + 1 : 0)

static inline void *pci_get_drvdata(struct pci_dev *pdev)
{
	return pdev->driver_data;
}

static inline void pci_set_drvdata(struct pci_dev *pdev, void *data)
{
	pdev->driver_data = data;
}

struct pci_pool;

extern struct pci_pool *pci_pool_create(const char *name, struct pci_dev *dev, size_t size, size_t align,
					size_t allocation, int flags);
extern void pci_pool_destroy(struct pci_pool *pool);
extern void *pci_pool_alloc(struct pci_pool *pool, int flags, dma_addr_t *handle);
extern void pci_pool_free(struct pci_pool *pool, void *vaddr, dma_addr_t addr);

#include <asm/pci.h>

#endif
