/* 64-bit atomics for one processor. */
#ifndef _ASM_GENERIC_ATOMIC64_H
#define _ASM_GENERIC_ATOMIC64_H
#include <linux/types.h>
typedef struct { s64 counter; } atomic64_t;
#define ATOMIC64_INIT(i) { (i) }
static inline s64 arch_atomic64_read(const atomic64_t *v) { return *(const volatile s64 *)&v->counter; }
static inline void arch_atomic64_set(atomic64_t *v, s64 i) { *(volatile s64 *)&v->counter = i; }
#define arch_atomic64_set_release arch_atomic64_set
#define __MODEL_ATOMIC64(op, c) \
static inline void arch_atomic64_##op(s64 a, atomic64_t *v) { v->counter = v->counter c a; } \
static inline s64 arch_atomic64_fetch_##op(s64 a, atomic64_t *v) { s64 o = v->counter; v->counter = o c a; return o; }
#define __MODEL_ATOMIC64_RETURN(op, c) __MODEL_ATOMIC64(op, c) \
static inline s64 arch_atomic64_##op##_return(s64 a, atomic64_t *v) { return v->counter = v->counter c a; }
__MODEL_ATOMIC64_RETURN(add, +)
__MODEL_ATOMIC64_RETURN(sub, -)
__MODEL_ATOMIC64(and, &)
__MODEL_ATOMIC64(or, |)
__MODEL_ATOMIC64(xor, ^)
#undef __MODEL_ATOMIC64
#undef __MODEL_ATOMIC64_RETURN
static inline s64 arch_atomic64_xchg(atomic64_t *v, s64 n) { s64 o = v->counter; v->counter = n; return o; }
static inline s64 arch_atomic64_cmpxchg(atomic64_t *v, s64 o, s64 n) { s64 w = v->counter; if (w == o) v->counter = n; return w; }
static inline s64 arch_atomic64_dec_if_positive(atomic64_t *v) { s64 n = v->counter - 1; if (n >= 0) v->counter = n; return n; }
static inline s64 arch_atomic64_fetch_add_unless(atomic64_t *v, s64 a, s64 u) { s64 o = v->counter; if (o != u) v->counter = o + a; return o; }
#define arch_atomic64_add_return arch_atomic64_add_return
#define arch_atomic64_sub_return arch_atomic64_sub_return
#define arch_atomic64_fetch_add arch_atomic64_fetch_add
#define arch_atomic64_fetch_sub arch_atomic64_fetch_sub
#define arch_atomic64_fetch_and arch_atomic64_fetch_and
#define arch_atomic64_fetch_or arch_atomic64_fetch_or
#define arch_atomic64_fetch_xor arch_atomic64_fetch_xor
#define arch_atomic64_xchg arch_atomic64_xchg
#define arch_atomic64_cmpxchg arch_atomic64_cmpxchg
#define arch_atomic64_dec_if_positive arch_atomic64_dec_if_positive
#define arch_atomic64_fetch_add_unless arch_atomic64_fetch_add_unless
#endif
