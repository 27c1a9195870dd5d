#ifndef _FREEHANDLE_BITOPS_H
#define _FREEHANDLE_BITOPS_H
#define __MODEL_WORD(a,n) (((volatile unsigned int *)(a))[(n) >> 5])
#define __MODEL_BIT(n) (1U << ((n) & 31))
static inline void set_bit(int n, volatile void *a) { __MODEL_WORD(a,n) |= __MODEL_BIT(n); }
static inline void clear_bit(int n, volatile void *a) { __MODEL_WORD(a,n) &= ~__MODEL_BIT(n); }
static inline void change_bit(int n, volatile void *a) { __MODEL_WORD(a,n) ^= __MODEL_BIT(n); }
static inline int test_bit(int n, const volatile void *a) { return (((const volatile unsigned int *)a)[n >> 5] >> (n & 31)) & 1; }
static inline int test_and_set_bit(int n, volatile void *a) { int o = test_bit(n, a); set_bit(n, a); return o; }
static inline int test_and_clear_bit(int n, volatile void *a) { int o = test_bit(n, a); clear_bit(n, a); return o; }
static inline int test_and_change_bit(int n, volatile void *a) { int o = test_bit(n, a); change_bit(n, a); return o; }
#define __set_bit set_bit
#define __clear_bit clear_bit
#define __change_bit change_bit
#define __test_and_set_bit test_and_set_bit
#define __test_and_clear_bit test_and_clear_bit
#define __test_and_change_bit test_and_change_bit
#define smp_mb__before_clear_bit() do { } while (0)
#define smp_mb__after_clear_bit() do { } while (0)
static inline int ffs(int x) { return __builtin_ffs(x); }
static inline unsigned long ffz(unsigned long x) { return __builtin_ctzl(~x); }
static inline unsigned long __ffs(unsigned long x) { return __builtin_ctzl(x); }
static inline int fls(unsigned int x) { return x ? 32 - __builtin_clz(x) : 0; }
#define __ilog2(x) (31 - __builtin_clz(x))
#define hweight32(x) __builtin_popcount(x)
#define hweight16(x) __builtin_popcount((x) & 0xffff)
#define hweight8(x) __builtin_popcount((x) & 0xff)
static inline int find_next_bit(void *a, int sz, int o) { for (; o < sz; o++) if (test_bit(o, a)) break; return o; }
static inline int find_next_zero_bit(void *a, int sz, int o) { for (; o < sz; o++) if (!test_bit(o, a)) break; return o; }
#define find_first_bit(a,s) find_next_bit((a),(s),0)
#define find_first_zero_bit(a,s) find_next_zero_bit((a),(s),0)
#define sched_find_first_bit(b) find_first_bit((b),160)
#define ext2_set_bit(n,a) test_and_set_bit((n),(a))
#define ext2_clear_bit(n,a) test_and_clear_bit((n),(a))
#define ext2_test_bit test_bit
#define ext2_find_first_zero_bit find_first_zero_bit
#define ext2_find_next_zero_bit find_next_zero_bit
#define minix_test_and_set_bit test_and_set_bit
#define minix_set_bit set_bit
#define minix_test_and_clear_bit test_and_clear_bit
#define minix_test_bit test_bit
#define minix_find_first_zero_bit find_first_zero_bit
#endif
