/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_SYSTEM_H
#define _KIT_ASM_SYSTEM_H

#include <linux/types.h>

/* On one processor a barrier orders nothing the model sees. */
#define mb() do { } while (0)
#define rmb() do { } while (0)
#define wmb() do { } while (0)
#define smp_mb() mb()
#define smp_rmb() rmb()
#define smp_wmb() wmb()

/* __irq_save returns the former state and masks interrupts. */
extern unsigned long __irq_save(void);
extern unsigned long __irq_flags(void);
extern void __restore_flags(unsigned long flags);
extern void __cli(void);
extern void __sti(void);

#define local_irq_save(flags) ((flags) = __irq_save())
#define local_irq_restore(flags) __restore_flags(flags)
#define local_irq_disable() __cli()
#define local_irq_enable() __sti()
#define save_flags(flags) ((flags) = __irq_flags())
#define save_and_cli(flags) ((flags) = __irq_save())
#define restore_flags(flags) __restore_flags(flags)
#define cli() __cli()
#define sti() __sti()

#endif
