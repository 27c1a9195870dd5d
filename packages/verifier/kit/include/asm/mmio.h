/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_MMIO_H
#define _KIT_ASM_MMIO_H

#include <linux/types.h>

/* Device registers: the model answers reads, so no load or store of the driver's own ever goes there. */
extern int in_8(volatile unsigned char *addr);
extern void out_8(volatile unsigned char *addr, int val);
extern int in_be16(volatile unsigned short *addr);
extern void out_be16(volatile unsigned short *addr, int val);
extern int in_le16(volatile unsigned short *addr);
extern void out_le16(volatile unsigned short *addr, int val);
extern unsigned in_be32(volatile unsigned *addr);
extern void out_be32(volatile unsigned *addr, int val);
extern unsigned in_le32(volatile unsigned *addr);
extern void out_le32(volatile unsigned *addr, int val);

#define readb(addr) ((u8)in_8((volatile u8 *)(addr)))
#define readw(addr) ((u16)in_le16((volatile u16 *)(addr)))
#define readl(addr) in_le32((volatile u32 *)(addr))
#define writeb(b, addr) out_8((volatile u8 *)(addr), (b))
#define writew(b, addr) out_le16((volatile u16 *)(addr), (b))
#define writel(b, addr) out_le32((volatile u32 *)(addr), (b))

#define eieio() do { } while (0)

extern void *ioremap(phys_addr_t address, unsigned long size);
extern void iounmap(void *addr);
#define ioremap_nocache(addr, size) ioremap((addr), (size))

#endif
