#ifndef __LINUX_SPINLOCK_H
#define __LINUX_SPINLOCK_H
#include <linux/config.h>
#include <asm/system.h>
#if __has_include(<linux/stringify.h>)
#include <linux/stringify.h>
#endif
/* spin locks go to the model: lock depth gives 'sleeping in atomic context' and unlock imbalance */
typedef struct { volatile unsigned int lock; } spinlock_t;
typedef struct { volatile unsigned int lock; } rwlock_t;
#define SPIN_LOCK_UNLOCKED (spinlock_t) { 0 }
#define RW_LOCK_UNLOCKED (rwlock_t) { 0 }
extern void __model_spin_lock(volatile unsigned int *l);
extern int __model_spin_trylock(volatile unsigned int *l);
extern void __model_spin_unlock(volatile unsigned int *l);
extern void __model_bh_disable(void);
extern void __model_bh_enable(void);
#define spin_lock_init(l) ((void)((l)->lock = 0))
#define rwlock_init(l) ((void)((l)->lock = 0))
#define spin_is_locked(l) ((l)->lock != 0)
#define spin_unlock_wait(l) do { } while (0)
/* on one processor these take anything, and some callers give anything: the lock's word is its first */
#define spin_trylock(l) __model_spin_trylock((volatile unsigned int *)(l))
#define spin_lock(l) __model_spin_lock((volatile unsigned int *)(l))
#define spin_unlock(l) __model_spin_unlock((volatile unsigned int *)(l))
#define read_lock(l) spin_lock(l)
#define read_unlock(l) spin_unlock(l)
#define write_lock(l) spin_lock(l)
#define write_unlock(l) spin_unlock(l)
#define spin_lock_irqsave(l,f) do { (f) = __model_irq_save(); spin_lock(l); } while (0)
#define spin_unlock_irqrestore(l,f) do { spin_unlock(l); __model_irq_restore(f); } while (0)
#define spin_lock_irq(l) do { __model_irq_disable(); spin_lock(l); } while (0)
#define spin_unlock_irq(l) do { spin_unlock(l); __model_irq_enable(); } while (0)
#define spin_lock_bh(l) do { __model_bh_disable(); spin_lock(l); } while (0)
#define spin_unlock_bh(l) do { spin_unlock(l); __model_bh_enable(); } while (0)
#define spin_trylock_bh(l) ({ int __r; __model_bh_disable(); __r = spin_trylock(l); if (!__r) __model_bh_enable(); __r; })
#define read_lock_irqsave(l,f) spin_lock_irqsave(l,f)
#define read_lock_irq(l) spin_lock_irq(l)
#define read_lock_bh(l) spin_lock_bh(l)
#define read_unlock_irqrestore(l,f) spin_unlock_irqrestore(l,f)
#define read_unlock_irq(l) spin_unlock_irq(l)
#define read_unlock_bh(l) spin_unlock_bh(l)
#define write_lock_irqsave(l,f) spin_lock_irqsave(l,f)
#define write_lock_irq(l) spin_lock_irq(l)
#define write_lock_bh(l) spin_lock_bh(l)
#define write_unlock_irqrestore(l,f) spin_unlock_irqrestore(l,f)
#define write_unlock_irq(l) spin_unlock_irq(l)
#define write_unlock_bh(l) spin_unlock_bh(l)
#define atomic_dec_and_lock(a,l) atomic_dec_and_test(a)
typedef struct { spinlock_t lock; } spinlock_cacheline_t;
#endif
