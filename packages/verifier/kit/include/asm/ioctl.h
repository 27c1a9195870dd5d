/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_IOCTL_H
#define _KIT_ASM_IOCTL_H

/* The PowerPC coding: 3 bits of direction, 13 of size. */
#define _IOC_NONE 1U
#define _IOC_READ 2U
#define _IOC_WRITE 4U
#define _IOC(dir, type, nr, size) (((dir) << 29) | ((size) << 16) | ((type) << 8) | (nr))
#define _IO(type, nr) _IOC(_IOC_NONE, (type), (nr), 0)
#define _IOR(type, nr, t) _IOC(_IOC_READ, (type), (nr), sizeof(t))
#define _IOW(type, nr, t) _IOC(_IOC_WRITE, (type), (nr), sizeof(t))
#define _IOWR(type, nr, t) _IOC(_IOC_READ | _IOC_WRITE, (type), (nr), sizeof(t))

#endif
