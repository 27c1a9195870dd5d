/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_DEVFS_FS_KERNEL_H
#define _KIT_LINUX_DEVFS_FS_KERNEL_H

typedef struct devfs_entry *devfs_handle_t;

#endif
