/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_SCHED_H
#define _KIT_LINUX_SCHED_H

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <asm/ptrace.h>
#include <asm/semaphore.h>
#include <asm/signal.h>

#define TASK_RUNNING 0
#define TASK_INTERRUPTIBLE 1
#define TASK_UNINTERRUPTIBLE 2
#define MAX_SCHEDULE_TIMEOUT 0x7fffffffL

struct task_struct;

/* Never looked into: the model has one process. */
#define current ((struct task_struct *)0)

extern void set_current_state(int state);
extern int signal_pending(struct task_struct *p);
extern void schedule(void);
extern long schedule_timeout(long timeout);

extern int request_irq(unsigned int irq, void (*handler)(int, void *, struct pt_regs *), unsigned long flags,
		       const char *devname, void *dev_id);
extern void free_irq(unsigned int irq, void *dev_id);

#endif
