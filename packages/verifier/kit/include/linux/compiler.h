/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_COMPILER_H
#define _KIT_LINUX_COMPILER_H

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define barrier() do { } while (0)
#define __iomem
#define __user

#endif
