#ifndef _FREEHANDLE_DELAY_H
#define _FREEHANDLE_DELAY_H
extern void __model_udelay(unsigned long us);
#define udelay(n) __model_udelay(n)
#define ndelay(n) __model_udelay(((n) + 999) / 1000)
#define __udelay(n) __model_udelay(n)
#define __ndelay(n) __model_udelay(1)
#define __delay(n) __model_udelay(0)
#endif
