/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_BYTEORDER_H
#define _KIT_ASM_BYTEORDER_H

#include <asm/types.h>

/*
 * wasm32 is little endian where the machines were big endian: the converters follow the compiler, so that a driver's
 * own view of its memory is consistent, and the model never looks inside a buffer.
 */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define cpu_to_le16(x) ((__u16)(x))
#define cpu_to_le32(x) ((__u32)(x))
#define le16_to_cpu(x) ((__u16)(x))
#define le32_to_cpu(x) ((__u32)(x))
#define cpu_to_be16(x) __builtin_bswap16(x)
#define cpu_to_be32(x) __builtin_bswap32(x)
#define be16_to_cpu(x) __builtin_bswap16(x)
#define be32_to_cpu(x) __builtin_bswap32(x)
#else
#define cpu_to_le16(x) __builtin_bswap16(x)
#define cpu_to_le32(x) __builtin_bswap32(x)
#define le16_to_cpu(x) __builtin_bswap16(x)
#define le32_to_cpu(x) __builtin_bswap32(x)
#define cpu_to_be16(x) ((__u16)(x))
#define cpu_to_be32(x) ((__u32)(x))
#define be16_to_cpu(x) ((__u16)(x))
#define be32_to_cpu(x) ((__u32)(x))
#endif

#define htons(x) cpu_to_be16(x)
#define htonl(x) cpu_to_be32(x)
#define ntohs(x) be16_to_cpu(x)
#define ntohl(x) be32_to_cpu(x)

#endif
