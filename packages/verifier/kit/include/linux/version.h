/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_VERSION_H
#define _KIT_LINUX_VERSION_H

#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + (c))
#define LINUX_VERSION_CODE KERNEL_VERSION(2, 4, 27)
#define UTS_RELEASE "2.4.27-kit"

#endif
