/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_WAIT_H
#define _KIT_LINUX_WAIT_H

#include <linux/list.h>
#include <linux/spinlock.h>

typedef struct __wait_queue_head {
	spinlock_t lock;
	struct list_head task_list;
} wait_queue_head_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(name) { { 0 }, LIST_HEAD_INIT((name).task_list) }
#define DECLARE_WAIT_QUEUE_HEAD(name) wait_queue_head_t name = __WAIT_QUEUE_HEAD_INITIALIZER(name)

static inline void init_waitqueue_head(wait_queue_head_t *q)
{
	spin_lock_init(&q->lock);
	INIT_LIST_HEAD(&q->task_list);
}

extern void wake_up(wait_queue_head_t *q);
extern void wake_up_interruptible(wait_queue_head_t *q);
extern void sleep_on(wait_queue_head_t *q);
extern long sleep_on_timeout(wait_queue_head_t *q, long timeout);
extern void interruptible_sleep_on(wait_queue_head_t *q);
extern long interruptible_sleep_on_timeout(wait_queue_head_t *q, long timeout);

/* Sleeps once; returns 0, or -ERESTARTSYS when a signal ended the sleep. */
extern int __wait_on_queue(wait_queue_head_t *q);

#define wait_event(wq, condition) do { while (!(condition)) sleep_on(&(wq)); } while (0)
#define wait_event_interruptible(wq, condition) ({ \
	int __ret = 0; \
	while (!(condition) && !(__ret = __wait_on_queue(&(wq)))) \
		; \
	__ret; \
})

#endif
