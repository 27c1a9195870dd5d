/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_PCI_H
#define _KIT_ASM_PCI_H

#include <linux/types.h>

struct pci_dev;

/* The tree's own arch/ppc/kernel/pci-dma.c defines these two. */
extern void *pci_alloc_consistent(struct pci_dev *hwdev, size_t size, dma_addr_t *dma_handle);
extern void pci_free_consistent(struct pci_dev *hwdev, size_t size, void *vaddr, dma_addr_t dma_handle);

extern dma_addr_t pci_map_single(struct pci_dev *hwdev, void *ptr, size_t size, int direction);
extern void pci_unmap_single(struct pci_dev *hwdev, dma_addr_t dma_addr, size_t size, int direction);
extern void pci_dma_sync_single(struct pci_dev *hwdev, dma_addr_t dma_handle, size_t size, int direction);
extern int pci_dma_supported(struct pci_dev *hwdev, u64 mask);

#endif
