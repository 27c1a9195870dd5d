/* The tree's own asm/processor.h; device control registers are reached by instructions there. */
#ifndef _FREEHANDLE_PROCESSOR_H
#define _FREEHANDLE_PROCESSOR_H
#include_next <asm/processor.h>
#if defined(__powerpc__) && !defined(__ASSEMBLY__)
extern unsigned __model_mfdcr(unsigned number);
extern void __model_mtdcr(unsigned number, unsigned value);
#undef mfdcr
#undef mtdcr
#define mfdcr(number) __model_mfdcr(number)
#define mtdcr(number, value) __model_mtdcr((number), (value))
#endif
#endif
