#ifndef _FREEHANDLE_CURRENT_H
#define _FREEHANDLE_CURRENT_H
struct task_struct;
extern struct task_struct *__model_current(void);
static inline struct task_struct *get_current(void) { return __model_current(); }
#define current __model_current()
#endif
