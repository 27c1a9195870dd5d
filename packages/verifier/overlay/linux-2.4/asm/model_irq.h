/* The interrupt flag belongs to the model. Included again where a header of the tree has redefined it. */
extern unsigned long __model_irq_save(void);
extern void __model_irq_restore(unsigned long f);
extern void __model_irq_disable(void);
extern void __model_irq_enable(void);
extern unsigned long __model_irq_flags(void);
#define local_irq_save(f) ((f) = __model_irq_save())
#define local_irq_restore(f) __model_irq_restore(f)
#define local_irq_disable() __model_irq_disable()
#define local_irq_enable() __model_irq_enable()
#define local_irq_set(f) do { (f) = __model_irq_flags(); __model_irq_enable(); } while (0)
#define local_save_flags(f) ((f) = __model_irq_flags())
#define __save_flags(f) ((f) = __model_irq_flags())
#define __restore_flags(f) __model_irq_restore(f)
#define __cli() __model_irq_disable()
#define __sti() __model_irq_enable()
#define __save_and_cli(f) ((f) = __model_irq_save())
#define __save_flags_cli(f) ((f) = __model_irq_save())
#define cli() __model_irq_disable()
#define sti() __model_irq_enable()
#define clf() do { } while (0)
#define stf() do { } while (0)
#define local_fiq_disable() do { } while (0)
#define local_fiq_enable() do { } while (0)
#define save_flags(f) ((f) = __model_irq_flags())
#define restore_flags(f) __model_irq_restore(f)
#define save_flags_cli(f) ((f) = __model_irq_save())
#define save_and_cli(f) ((f) = __model_irq_save())
#define irqs_disabled() (__model_irq_flags() != 0)
