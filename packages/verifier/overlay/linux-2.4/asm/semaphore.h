#ifndef _FREEHANDLE_SEMAPHORE_H
#define _FREEHANDLE_SEMAPHORE_H
#include <asm/atomic.h>
#include <linux/wait.h>
#include <linux/rwsem.h>
struct semaphore { atomic_t count; int sleepers; wait_queue_head_t wait; };
#define __SEMAPHORE_INIT(name,n) { ATOMIC_INIT(n), 0, __WAIT_QUEUE_HEAD_INITIALIZER((name).wait) }
#define __SEMAPHORE_INITIALIZER __SEMAPHORE_INIT
#define __MUTEX_INITIALIZER(name) __SEMAPHORE_INIT(name,1)
#define DECLARE_MUTEX(name) struct semaphore name = __SEMAPHORE_INIT(name,1)
#define DECLARE_MUTEX_LOCKED(name) struct semaphore name = __SEMAPHORE_INIT(name,0)
static inline void sema_init(struct semaphore *s, int v) { atomic_set(&s->count, v); s->sleepers = 0; init_waitqueue_head(&s->wait); }
#define init_MUTEX(s) sema_init((s),1)
#define init_MUTEX_LOCKED(s) sema_init((s),0)
extern void down(struct semaphore *s);
extern int down_interruptible(struct semaphore *s);
extern int down_trylock(struct semaphore *s);
extern void up(struct semaphore *s);
#define sem_getcount(s) atomic_read(&(s)->count)
#endif
