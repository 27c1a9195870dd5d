/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_IBM4XX_H
#define _KIT_ASM_IBM4XX_H

#include <asm/processor.h>

#endif
