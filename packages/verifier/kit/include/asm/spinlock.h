/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_SPINLOCK_H
#define _KIT_ASM_SPINLOCK_H

#include <linux/spinlock.h>

#endif
