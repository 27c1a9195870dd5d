/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_HARDIRQ_H
#define _KIT_ASM_HARDIRQ_H

/* Non-zero in hard and soft interrupts; blind to masked interrupts and to locks held. */
extern int in_interrupt(void);
extern int in_irq(void);

#endif
