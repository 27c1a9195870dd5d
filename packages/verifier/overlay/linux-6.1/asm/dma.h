/* The two DMA controllers of a PC, for drivers of cards on its old bus: programming them is nobody's business here. */
#ifndef _FREEHANDLE_DMA_H
#define _FREEHANDLE_DMA_H
#include <linux/spinlock.h>
#define MAX_DMA_CHANNELS 8
#define MAX_DMA_ADDRESS 0xffffffffUL
#define DMA_MODE_READ 0x44
#define DMA_MODE_WRITE 0x48
#define DMA_MODE_CASCADE 0xc0
#define DMA_AUTOINIT 0x10
extern unsigned long claim_dma_lock(void);
extern void release_dma_lock(unsigned long flags);
extern void enable_dma(unsigned int channel);
extern void disable_dma(unsigned int channel);
extern void clear_dma_ff(unsigned int channel);
extern void set_dma_mode(unsigned int channel, char mode);
extern void set_dma_page(unsigned int channel, char page);
extern void set_dma_addr(unsigned int channel, unsigned int address);
extern void set_dma_count(unsigned int channel, unsigned int bytes);
extern int get_dma_residue(unsigned int channel);
extern int request_dma(unsigned int channel, const char *owner);
extern void free_dma(unsigned int channel);
static const int isa_dma_bridge_buggy = 0;
#endif
