/* The interrupt flag belongs to the model: 0 is on. */
#ifndef _FREEHANDLE_IRQFLAGS_H
#define _FREEHANDLE_IRQFLAGS_H
extern unsigned long __model_irq_save(void);
extern void __model_irq_restore(unsigned long flags);
extern void __model_irq_disable(void);
extern void __model_irq_enable(void);
extern unsigned long __model_irq_flags(void);
#define ARCH_IRQ_ENABLED 0
#define ARCH_IRQ_DISABLED 1
static inline unsigned long arch_local_save_flags(void) { return __model_irq_flags(); }
static inline void arch_local_irq_restore(unsigned long flags) { __model_irq_restore(flags); }
static inline unsigned long arch_local_irq_save(void) { return __model_irq_save(); }
static inline void arch_local_irq_disable(void) { __model_irq_disable(); }
static inline void arch_local_irq_enable(void) { __model_irq_enable(); }
static inline int arch_irqs_disabled_flags(unsigned long flags) { return flags != ARCH_IRQ_ENABLED; }
static inline int arch_irqs_disabled(void) { return arch_irqs_disabled_flags(__model_irq_flags()); }
#endif
