#ifndef _FREEHANDLE_BYTEORDER_H
#define _FREEHANDLE_BYTEORDER_H
#include <asm/types.h>
#define __BYTEORDER_HAS_U64__
#include <linux/byteorder/little_endian.h>
#ifdef __KERNEL__
#include <linux/byteorder/generic.h>
#endif
#endif
