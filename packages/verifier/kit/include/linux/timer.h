/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_TIMER_H
#define _KIT_LINUX_TIMER_H

#include <linux/list.h>
#include <linux/param.h>

/* Every reading moves the clock on by a tick, so that a wait with a limit ends. */
extern unsigned long __jiffies(void);
#define jiffies __jiffies()

#define time_after(a, b) ((long)(b) - (long)(a) < 0)
#define time_before(a, b) time_after(b, a)
#define time_after_eq(a, b) ((long)(a) - (long)(b) >= 0)
#define time_before_eq(a, b) time_after_eq(b, a)

struct timer_list {
	struct list_head list;
	unsigned long expires;
	unsigned long data;
	void (*function)(unsigned long);
};

static inline void init_timer(struct timer_list *timer)
{
	timer->list.next = timer->list.prev = NULL;
}

static inline int timer_pending(const struct timer_list *timer)
{
	return timer->list.next != NULL;
}

extern void add_timer(struct timer_list *timer);
extern int del_timer(struct timer_list *timer);
extern int del_timer_sync(struct timer_list *timer);
extern int mod_timer(struct timer_list *timer, unsigned long expires);

#endif
