/* As asm/cmpxchg.h: the generic operations, without switching interrupts off around them. */
#ifndef _FREEHANDLE_ATOMIC_H
#define _FREEHANDLE_ATOMIC_H
#include <linux/irqflags.h>
#include <asm/cmpxchg.h>
#pragma push_macro("raw_local_irq_save")
#pragma push_macro("raw_local_irq_restore")
#undef raw_local_irq_save
#undef raw_local_irq_restore
#define raw_local_irq_save(flags) ((void)((flags) = 0))
#define raw_local_irq_restore(flags) ((void)(flags))
#include <asm-generic/atomic.h>
#pragma pop_macro("raw_local_irq_save")
#pragma pop_macro("raw_local_irq_restore")
#endif
