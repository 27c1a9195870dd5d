/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_ATOMIC_H
#define _KIT_ASM_ATOMIC_H

typedef struct {
	volatile int counter;
} atomic_t;

#define ATOMIC_INIT(i) { (i) }
#define atomic_read(v) ((v)->counter)
#define atomic_set(v, i) ((v)->counter = (i))

static inline int atomic_add_return(int a, atomic_t *v)
{
	return v->counter += a;
}

#define atomic_add(a, v) ((void)atomic_add_return((a), (v)))
#define atomic_sub(a, v) ((void)atomic_add_return(-(a), (v)))
#define atomic_inc(v) ((void)atomic_add_return(1, (v)))
#define atomic_dec(v) ((void)atomic_add_return(-1, (v)))
#define atomic_inc_return(v) atomic_add_return(1, (v))
#define atomic_dec_return(v) atomic_add_return(-1, (v))
#define atomic_dec_and_test(v) (atomic_add_return(-1, (v)) == 0)

#endif
