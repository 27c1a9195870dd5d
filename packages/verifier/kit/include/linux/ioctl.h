/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_IOCTL_H
#define _KIT_LINUX_IOCTL_H

#include <asm/ioctl.h>

#endif
