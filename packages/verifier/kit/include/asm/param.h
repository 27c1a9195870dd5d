/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_PARAM_H
#define _KIT_ASM_PARAM_H

#include <linux/param.h>

#endif
