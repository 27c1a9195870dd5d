/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_SPINLOCK_H
#define _KIT_LINUX_SPINLOCK_H

#include <asm/system.h>

typedef struct {
	volatile unsigned int lock;
} spinlock_t;

typedef spinlock_t rwlock_t;

#define SPIN_LOCK_UNLOCKED ((spinlock_t) { 0 })
#define RW_LOCK_UNLOCKED ((rwlock_t) { 0 })
#define spin_lock_init(x) do { (x)->lock = 0; } while (0)
#define rwlock_init(x) spin_lock_init(x)

extern void spin_lock(spinlock_t *lock);
extern void spin_unlock(spinlock_t *lock);
extern int spin_trylock(spinlock_t *lock);
extern int spin_is_locked(spinlock_t *lock);
extern void local_bh_disable(void);
extern void local_bh_enable(void);

#define spin_lock_irqsave(lock, flags) do { local_irq_save(flags); spin_lock(lock); } while (0)
#define spin_unlock_irqrestore(lock, flags) do { spin_unlock(lock); local_irq_restore(flags); } while (0)
#define spin_lock_irq(lock) do { local_irq_disable(); spin_lock(lock); } while (0)
#define spin_unlock_irq(lock) do { spin_unlock(lock); local_irq_enable(); } while (0)
#define spin_lock_bh(lock) do { local_bh_disable(); spin_lock(lock); } while (0)
#define spin_unlock_bh(lock) do { spin_unlock(lock); local_bh_enable(); } while (0)

/* One processor: a reader excludes as a writer does. */
#define read_lock(lock) spin_lock(lock)
#define read_unlock(lock) spin_unlock(lock)
#define write_lock(lock) spin_lock(lock)
#define write_unlock(lock) spin_unlock(lock)
#define read_lock_irqsave(lock, flags) spin_lock_irqsave(lock, flags)
#define read_unlock_irqrestore(lock, flags) spin_unlock_irqrestore(lock, flags)
#define write_lock_irqsave(lock, flags) spin_lock_irqsave(lock, flags)
#define write_unlock_irqrestore(lock, flags) spin_unlock_irqrestore(lock, flags)
#define read_lock_irq(lock) spin_lock_irq(lock)
#define read_unlock_irq(lock) spin_unlock_irq(lock)
#define write_lock_irq(lock) spin_lock_irq(lock)
#define write_unlock_irq(lock) spin_unlock_irq(lock)

#endif
