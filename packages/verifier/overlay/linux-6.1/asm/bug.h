/* BUG() stops the machine: the model says where. */
#ifndef _FREEHANDLE_BUG_H
#define _FREEHANDLE_BUG_H
#ifndef __ASSEMBLY__
extern void __model_bug(const char *file, int line) __attribute__((__noreturn__));
#define HAVE_ARCH_BUG
#define BUG() __model_bug(__FILE__, __LINE__)
#endif
#include <asm-generic/bug.h>
#endif
