#ifndef _FREEHANDLE_TIMEX_H
#define _FREEHANDLE_TIMEX_H
typedef unsigned long cycles_t;
extern cycles_t __model_cycles(void);
#define get_cycles() __model_cycles()
#endif
