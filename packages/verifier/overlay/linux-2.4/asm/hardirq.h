#ifndef _FREEHANDLE_HARDIRQ_H
#define _FREEHANDLE_HARDIRQ_H
#include <linux/config.h>
extern int __model_in_interrupt(void);
extern int __model_in_irq(void);
extern void __model_synchronize_irq(void);
#define in_interrupt() __model_in_interrupt()
#define in_irq() __model_in_irq()
#define synchronize_irq() __model_synchronize_irq()
extern unsigned int __model_softirq_pending, __model_dummy_count;
#define softirq_pending(cpu) __model_softirq_pending
#define local_irq_count(cpu) __model_dummy_count
#define local_bh_count(cpu) __model_dummy_count
#define irq_enter(cpu,irq) do { } while (0)
#define irq_exit(cpu,irq) do { } while (0)
#endif
