/* SPDX-License-Identifier: MIT */
/* The PCI layer's consistent memory, over the architecture's own. */

#include <linux/config.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/string.h>

#include <asm/io.h>

/* The caller may be an interrupt, and its device may not reach all memory. */
static int pci_gfp(struct pci_dev *hwdev)
{
	if (hwdev && hwdev->dma_mask == 0xffffffff)
		return GFP_ATOMIC;
	return GFP_ATOMIC | GFP_DMA;
}

#ifdef CONFIG_NOT_COHERENT_CACHE

void *pci_alloc_consistent(struct pci_dev *hwdev, size_t size,
			   dma_addr_t *dma_handle)
{
	void *vaddr = consistent_alloc(pci_gfp(hwdev), size, dma_handle);

	return vaddr ? memset(vaddr, 0, size) : NULL;
}

void pci_free_consistent(struct pci_dev *hwdev, size_t size, void *vaddr,
			 dma_addr_t dma_handle)
{
	consistent_free(vaddr);
}

#else

void *pci_alloc_consistent(struct pci_dev *hwdev, size_t size,
			   dma_addr_t *dma_handle)
{
	unsigned long block = __get_free_pages(pci_gfp(hwdev), get_order(size));

	if (!block)
		return NULL;
	*dma_handle = virt_to_bus((void *)block);
	return memset((void *)block, 0, size);
}

void pci_free_consistent(struct pci_dev *hwdev, size_t size, void *vaddr,
			 dma_addr_t dma_handle)
{
	free_pages((unsigned long)vaddr, get_order(size));
}

#endif

EXPORT_SYMBOL(pci_alloc_consistent);
EXPORT_SYMBOL(pci_free_consistent);
