#ifndef _FREEHANDLE_ATOMIC_H
#define _FREEHANDLE_ATOMIC_H
typedef struct { volatile int counter; } atomic_t;
#define ATOMIC_INIT(i) { (i) }
#define atomic_read(v) ((v)->counter)
#define atomic_set(v,i) (((v)->counter) = (i))
static inline int atomic_add_return(int i, atomic_t *v) { return v->counter += i; }
static inline int atomic_sub_return(int i, atomic_t *v) { return v->counter -= i; }
#define atomic_add(i,v) ((void)atomic_add_return((i),(v)))
#define atomic_sub(i,v) ((void)atomic_sub_return((i),(v)))
#define atomic_inc(v) atomic_add(1,(v))
#define atomic_dec(v) atomic_sub(1,(v))
#define atomic_inc_return(v) atomic_add_return(1,(v))
#define atomic_dec_return(v) atomic_sub_return(1,(v))
#define atomic_sub_and_test(i,v) (atomic_sub_return((i),(v)) == 0)
#define atomic_dec_and_test(v) (atomic_sub_return(1,(v)) == 0)
#define atomic_inc_and_test(v) (atomic_add_return(1,(v)) == 0)
#define atomic_add_negative(i,v) (atomic_add_return((i),(v)) < 0)
static inline int atomic_dec_if_positive(atomic_t *v) { int r = v->counter - 1; if (r >= 0) v->counter = r; return r; }
#define atomic_clear_mask(mask,addr) (*(addr) &= ~(mask))
#define atomic_set_mask(mask,addr) (*(addr) |= (mask))
#define SMP_MB__DONE
#define smp_mb__before_atomic_dec() do { } while (0)
#define smp_mb__after_atomic_dec() do { } while (0)
#define smp_mb__before_atomic_inc() do { } while (0)
#define smp_mb__after_atomic_inc() do { } while (0)
#endif
