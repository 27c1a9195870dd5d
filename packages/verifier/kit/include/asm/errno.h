/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_ERRNO_H
#define _KIT_ASM_ERRNO_H

#include <linux/errno.h>

#endif
