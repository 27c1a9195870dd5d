/* The tree's own asm/hw_irq.h declares the interrupt flag's functions under names that are macros here. */
#ifndef _FREEHANDLE_HW_IRQ_H
#define _FREEHANDLE_HW_IRQ_H
#undef __cli
#undef __sti
#undef __restore_flags
#undef __save_flags
#undef __save_and_cli
#undef __save_and_sti
#include_next <asm/hw_irq.h>
#undef __save_flags
#undef __save_and_cli
#undef __save_and_sti
#include <asm/model_irq.h>
#endif
