/* What the processor is at is known to the model: in_interrupt() and its kin read it here. */
#ifndef _FREEHANDLE_PREEMPT_H
#define _FREEHANDLE_PREEMPT_H
#include <linux/thread_info.h>
#define PREEMPT_ENABLED (0)
extern int __model_preempt_count(void);
extern void __model_preempt_add(int value);
#define preempt_count() __model_preempt_count()
static __always_inline void preempt_count_set(int count) { __model_preempt_add(count - __model_preempt_count()); }
#define init_task_preempt_count(p) do { } while (0)
#define init_idle_preempt_count(p, cpu) do { } while (0)
static __always_inline void set_preempt_need_resched(void) { }
static __always_inline void clear_preempt_need_resched(void) { }
static __always_inline bool test_preempt_need_resched(void) { return false; }
static __always_inline void __preempt_count_add(int value) { __model_preempt_add(value); }
static __always_inline void __preempt_count_sub(int value) { __model_preempt_add(-value); }
static __always_inline bool __preempt_count_dec_and_test(void) { __model_preempt_add(-1); return false; }
static __always_inline bool should_resched(int offset) { return false; }
#endif
