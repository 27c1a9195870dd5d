/*
 * The tree's own asm/page.h; BUG() is an instruction there and would vanish.
 */
#ifndef _FREEHANDLE_PAGE_H
#define _FREEHANDLE_PAGE_H
#include_next <asm/page.h>
#ifndef __ASSEMBLY__
extern void __model_bug(const char *file, int line);
#undef BUG
#define BUG() __model_bug(__FILE__, __LINE__)
#endif
#endif
