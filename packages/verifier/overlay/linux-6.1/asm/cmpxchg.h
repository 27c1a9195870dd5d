/* One processor, and nothing comes between a load and a store: no interrupt flag is needed for exchanges. */
#ifndef _FREEHANDLE_CMPXCHG_H
#define _FREEHANDLE_CMPXCHG_H
#include <linux/irqflags.h>
#pragma push_macro("local_irq_save")
#pragma push_macro("local_irq_restore")
#pragma push_macro("raw_local_irq_save")
#pragma push_macro("raw_local_irq_restore")
#undef local_irq_save
#undef local_irq_restore
#undef raw_local_irq_save
#undef raw_local_irq_restore
#define local_irq_save(flags) ((void)((flags) = 0))
#define local_irq_restore(flags) ((void)(flags))
#define raw_local_irq_save(flags) ((void)((flags) = 0))
#define raw_local_irq_restore(flags) ((void)(flags))
#include <asm-generic/cmpxchg.h>
#pragma pop_macro("local_irq_save")
#pragma pop_macro("local_irq_restore")
#pragma pop_macro("raw_local_irq_save")
#pragma pop_macro("raw_local_irq_restore")
#endif
