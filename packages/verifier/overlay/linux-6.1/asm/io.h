/* Registers are the model's: every accessor of the generic header ends in one of two calls. */
#ifndef _FREEHANDLE_IO_H
#define _FREEHANDLE_IO_H
#include <linux/types.h>
#include <asm/page.h>
extern unsigned __model_read_register(const volatile void *address, int bytes);
extern void __model_write_register(volatile void *address, unsigned value, int bytes);
static inline u8 __raw_readb(const volatile void __iomem *a) { return __model_read_register((const volatile void *)a, 1); }
static inline u16 __raw_readw(const volatile void __iomem *a) { return __model_read_register((const volatile void *)a, 2); }
static inline u32 __raw_readl(const volatile void __iomem *a) { return __model_read_register((const volatile void *)a, 4); }
static inline void __raw_writeb(u8 v, volatile void __iomem *a) { __model_write_register((volatile void *)a, v, 1); }
static inline void __raw_writew(u16 v, volatile void __iomem *a) { __model_write_register((volatile void *)a, v, 2); }
static inline void __raw_writel(u32 v, volatile void __iomem *a) { __model_write_register((volatile void *)a, v, 4); }
#define __raw_readb __raw_readb
#define __raw_readw __raw_readw
#define __raw_readl __raw_readl
#define __raw_writeb __raw_writeb
#define __raw_writew __raw_writew
#define __raw_writel __raw_writel
extern void __iomem *ioremap(phys_addr_t start, size_t bytes);
extern void iounmap(volatile void __iomem *address);
#define ioremap ioremap
#define iounmap iounmap
#define ioremap_wc ioremap
#define ioremap_wt ioremap
#define ioremap_np ioremap
/* Ports are registers at addresses where nothing else is. */
#define PCI_IOBASE ((void __iomem *)0xa0000000UL)
#define IO_SPACE_LIMIT 0xffff
static inline unsigned long virt_to_phys(volatile void *v) { return __pa((unsigned long)v); }
#define virt_to_phys virt_to_phys
static inline void *phys_to_virt(unsigned long p) { return __va(p); }
#define phys_to_virt phys_to_virt
#include <asm-generic/io.h>
/* Drivers of devices with 64-bit registers take these for granted. */
static inline u64 readq(const volatile void __iomem *a) { u64 low = __raw_readl(a); return low | (u64)__raw_readl(a + 4) << 32; }
static inline void writeq(u64 v, volatile void __iomem *a) { __raw_writel(v, a); __raw_writel(v >> 32, a + 4); }
#define readq readq
#define writeq writeq
#define readq_relaxed readq
#define writeq_relaxed writeq
#define __raw_readq readq
#define __raw_writeq writeq
#endif
