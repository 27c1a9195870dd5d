#ifndef _FREEHANDLE_PTRACE_H
#define _FREEHANDLE_PTRACE_H
struct pt_regs { unsigned long r[18]; };
#define user_mode(r) 0
#define instruction_pointer(r) 0UL
#define user_stack_pointer(r) 0UL
#define profile_pc(r) 0UL
#define current_pt_regs() ((struct pt_regs *)0)
#define arch_has_single_step() 0
#define instruction_pointer_set(r, v) do { } while (0)
static inline long regs_return_value(struct pt_regs *r) { return 0; }
static inline int is_syscall_success(struct pt_regs *r) { return 1; }
#endif
