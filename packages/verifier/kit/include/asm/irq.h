/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_IRQ_H
#define _KIT_ASM_IRQ_H

#include <asm/ptrace.h>

#define NR_IRQS 32

extern void disable_irq(unsigned int irq);
extern void enable_irq(unsigned int irq);
extern void synchronize_irq(void);

#endif
