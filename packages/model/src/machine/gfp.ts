/** gfp bits of 2.4. [2.4.27 include/linux/mm.h] */
export const GFP_DMA = 0x01;
export const GFP_HIGHMEM = 0x02;
/** The request may sleep. */
export const GFP_WAIT = 0x10;
export const GFP_HIGH = 0x20;
export const GFP_IO = 0x40;
export const GFP_HIGHIO = 0x80;
export const GFP_FS = 0x100;
export const GFP_ATOMIC = GFP_HIGH;
export const GFP_KERNEL = GFP_HIGH | GFP_WAIT | GFP_IO | GFP_HIGHIO | GFP_FS;
export const GFP_HIGHUSER = GFP_WAIT | GFP_IO | GFP_HIGHIO | GFP_FS | GFP_HIGHMEM;
