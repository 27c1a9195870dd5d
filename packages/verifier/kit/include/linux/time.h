/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_TIME_H
#define _KIT_LINUX_TIME_H

#include <linux/types.h>

struct timeval {
	time_t tv_sec;
	long tv_usec;
};

extern void do_gettimeofday(struct timeval *tv);

#endif
