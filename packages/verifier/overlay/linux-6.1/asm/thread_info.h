#ifndef _FREEHANDLE_THREAD_INFO_H
#define _FREEHANDLE_THREAD_INFO_H
#define THREAD_SIZE_ORDER 1
#define THREAD_SIZE 8192
struct task_struct;
#include <linux/version.h>
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
/* a thread has a limit to what it may address as a process */
typedef struct { unsigned long seg; } mm_segment_t;
struct thread_info { struct task_struct *task; unsigned long flags; unsigned int cpu; int preempt_count; mm_segment_t addr_limit; };
#else
struct thread_info { struct task_struct *task; unsigned long flags; unsigned int cpu; int preempt_count; };
#endif
#define INIT_THREAD_INFO(t) { .task = &t }
extern struct thread_info *__model_thread_info(void);
#define current_thread_info() __model_thread_info()
#define TIF_SYSCALL_TRACE 0
#define TIF_NOTIFY_RESUME 1
#define TIF_SIGPENDING 2
#define TIF_NEED_RESCHED 3
#define TIF_MEMDIE 4
#define TIF_SECCOMP 5
#define TIF_SYSCALL_AUDIT 6
#define TIF_NOTIFY_SIGNAL 7
#define TIF_RESTORE_SIGMASK 9
#define TIF_POLLING_NRFLAG 16
#define _TIF_SYSCALL_TRACE (1 << TIF_SYSCALL_TRACE)
#define _TIF_NOTIFY_RESUME (1 << TIF_NOTIFY_RESUME)
#define _TIF_SIGPENDING (1 << TIF_SIGPENDING)
#define _TIF_NEED_RESCHED (1 << TIF_NEED_RESCHED)
#define _TIF_SECCOMP (1 << TIF_SECCOMP)
#define _TIF_SYSCALL_AUDIT (1 << TIF_SYSCALL_AUDIT)
#define _TIF_NOTIFY_SIGNAL (1 << TIF_NOTIFY_SIGNAL)
#endif
