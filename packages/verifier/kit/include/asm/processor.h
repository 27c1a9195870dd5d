/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_PROCESSOR_H
#define _KIT_ASM_PROCESSOR_H

#include <asm/ptrace.h>

/* Device control registers of the 4xx, by number. */
extern unsigned int mfdcr(unsigned int rn);
extern void mtdcr(unsigned int rn, unsigned int val);

#endif
