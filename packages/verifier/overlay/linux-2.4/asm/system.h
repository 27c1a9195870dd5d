#ifndef _FREEHANDLE_SYSTEM_H
#define _FREEHANDLE_SYSTEM_H
#include <linux/config.h>
#include <linux/kernel.h>
#include <asm/processor.h>
struct task_struct;
#include <asm/model_irq.h>
#define mb() __sync_synchronize()
#define rmb() mb()
#define wmb() mb()
#define smp_mb() mb()
#define smp_rmb() mb()
#define smp_wmb() mb()
#define set_mb(v,x) do { (v) = (x); } while (0)
#define set_wmb(v,x) do { (v) = (x); } while (0)
#define nop() do { } while (0)
#define prepare_to_switch() do { } while (0)
static inline unsigned long __model_xchg(unsigned long x, volatile void *p, int s) {
	unsigned long o;
	switch (s) {
	case 1: o = *(volatile unsigned char *)p; *(volatile unsigned char *)p = x; return o;
	case 2: o = *(volatile unsigned short *)p; *(volatile unsigned short *)p = x; return o;
	default: o = *(volatile unsigned long *)p; *(volatile unsigned long *)p = x; return o;
	}
}
#define xchg(p,x) ((__typeof__(*(p)))__model_xchg((unsigned long)(x),(p),sizeof(*(p))))
#define tas(p) xchg((p),1)
#define __HAVE_ARCH_CMPXCHG 1
#define cmpxchg(p,o,n) ({ __typeof__(*(p)) __o = *(p); if (__o == (o)) *(p) = (n); __o; })
#define have_isa_bridge 0
/* things the real asm/system.h of some architecture declares and drivers use */
extern unsigned int system_rev, system_serial_low, system_serial_high;
extern void cacheable_memzero(void *p, unsigned int nb);
extern void poweroff_now(void);
extern int abs(int);
#endif
