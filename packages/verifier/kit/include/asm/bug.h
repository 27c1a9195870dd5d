/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_BUG_H
#define _KIT_ASM_BUG_H

/* Ends the run: the import does not return. */
extern void do_BUG(const char *file, int line) __attribute__((noreturn));

#define BUG() do_BUG(__FILE__, __LINE__)
#define BUG_ON(condition) do { if (condition) BUG(); } while (0)

#endif
