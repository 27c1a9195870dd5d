#ifndef _FREEHANDLE_SOFTIRQ_H
#define _FREEHANDLE_SOFTIRQ_H
#include <asm/atomic.h>
#include <asm/hardirq.h>
extern void __model_bh_disable(void);
extern void __model_bh_enable(void);
extern int __model_in_softirq(void);
#define local_bh_disable() __model_bh_disable()
#define __local_bh_enable() __model_bh_enable()
#define local_bh_enable() __model_bh_enable()
#define in_softirq() __model_in_softirq()
#define cpu_bh_disable(c) __model_bh_disable()
#define cpu_bh_enable(c) __model_bh_enable()
#endif
