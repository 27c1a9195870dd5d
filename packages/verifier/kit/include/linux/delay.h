/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_DELAY_H
#define _KIT_LINUX_DELAY_H

extern void udelay(unsigned long usecs);
extern void mdelay(unsigned long msecs);

#endif
