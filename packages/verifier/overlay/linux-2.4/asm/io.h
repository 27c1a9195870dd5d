/*
 * The tree's own asm/io.h, so that the API under migration is the tree's.
 * Its register accessors are assembly: they are redefined as calls to the
 * model, which answers for the device. Model and device are little-endian
 * alike, so that neither spelling swaps.
 */
#ifndef _FREEHANDLE_IO_H
#define _FREEHANDLE_IO_H
#include_next <asm/io.h>
#ifdef __powerpc__
extern unsigned __model_read_register(const volatile void *address, int bytes);
extern void __model_write_register(volatile void *address, unsigned value, int bytes);
#define in_8(a) ((int)__model_read_register((a), 1))
#define in_le16(a) ((int)__model_read_register((a), 2))
#define in_be16(a) ((int)__model_read_register((a), 2))
#define in_le32(a) __model_read_register((a), 4)
#define in_be32(a) __model_read_register((a), 4)
#define out_8(a, v) __model_write_register((a), (v), 1)
#define out_le16(a, v) __model_write_register((a), (v), 2)
#define out_be16(a, v) __model_write_register((a), (v), 2)
#define out_le32(a, v) __model_write_register((a), (v), 4)
#define out_be32(a, v) __model_write_register((a), (v), 4)
#endif
#endif
