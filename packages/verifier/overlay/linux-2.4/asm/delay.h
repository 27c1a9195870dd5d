#ifndef _FREEHANDLE_DELAY_H
#define _FREEHANDLE_DELAY_H
extern void __model_udelay(unsigned long us);
#define udelay(n) __model_udelay(n)
#define __udelay(n) __model_udelay(n)
#define __delay(n) __model_udelay(0)
#endif
