#ifndef _FREEHANDLE_TLB_H
#define _FREEHANDLE_TLB_H
#include <asm-generic/tlb.h>
#endif
