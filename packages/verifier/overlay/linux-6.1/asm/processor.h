#ifndef _FREEHANDLE_PROCESSOR_H
#define _FREEHANDLE_PROCESSOR_H
struct task_struct;
struct pt_regs;
struct thread_struct { unsigned long sp; };
#define INIT_THREAD { 0 }
#define TASK_SIZE 0xb0000000UL
#define TASK_UNMAPPED_BASE 0x30000000UL
#define STACK_TOP TASK_SIZE
#define STACK_TOP_MAX TASK_SIZE
#define cpu_relax() do { } while (0)
#define task_pt_regs(t) ((struct pt_regs *)0)
#define KSTK_EIP(t) 0
#define KSTK_ESP(t) 0
#define current_text_addr() ((void *)0)
extern unsigned long __get_wchan(struct task_struct *p);
extern void start_thread(struct pt_regs *regs, unsigned long pc, unsigned long sp);
#endif
