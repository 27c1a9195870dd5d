/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_MALLOC_H
#define _KIT_LINUX_MALLOC_H

#include <linux/slab.h>

#endif
