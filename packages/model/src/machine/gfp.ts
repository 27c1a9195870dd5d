/** gfp bits of 2.4: memory below the DMA limit only. [2.4.27 include/linux/mm.h] */
export const GFP_DMA = 0x01;
/** Memory without a 1:1 mapping will do. */
export const GFP_HIGHMEM = 0x02;
/** The request may sleep. */
export const GFP_WAIT = 0x10;
const GFP_HIGH = 0x20;
const GFP_IO = 0x40;
const GFP_HIGHIO = 0x80;
const GFP_FS = 0x100;
/** A request that may not sleep. */
export const GFP_ATOMIC = GFP_HIGH;
/** A request that may sleep and do I/O. */
export const GFP_KERNEL = GFP_HIGH | GFP_WAIT | GFP_IO | GFP_HIGHIO | GFP_FS;
/** A page for a process. */
export const GFP_HIGHUSER = GFP_WAIT | GFP_IO | GFP_HIGHIO | GFP_FS | GFP_HIGHMEM;
