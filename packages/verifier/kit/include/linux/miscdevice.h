/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_MISCDEVICE_H
#define _KIT_LINUX_MISCDEVICE_H

#include <linux/devfs_fs_kernel.h>
#include <linux/fs.h>

#define MISC_DYNAMIC_MINOR 255

struct miscdevice {
	int minor;
	const char *name;
	struct file_operations *fops;
	struct miscdevice *next, *prev;
	devfs_handle_t devfs_handle;
};

extern int misc_register(struct miscdevice *misc);
extern int misc_deregister(struct miscdevice *misc);

#endif
