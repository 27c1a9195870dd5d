/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_PTRACE_H
#define _KIT_ASM_PTRACE_H

struct pt_regs;

#endif
