/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_CACHE_H
#define _KIT_LINUX_CACHE_H

#include <asm/cache.h>

#define ____cacheline_aligned __attribute__((aligned(SMP_CACHE_BYTES)))

#endif
