/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_FS_H
#define _KIT_LINUX_FS_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/wait.h>

#define MINORBITS 8
#define MINOR(dev) ((dev) & 0xff)
#define MAJOR(dev) ((dev) >> MINORBITS)
#define MKDEV(major, minor) (((major) << MINORBITS) | (minor))

#define FMODE_READ 1
#define FMODE_WRITE 2
#define O_NONBLOCK 00004000

struct module;
struct page;
struct dentry;
struct iovec;
struct file_lock;
struct poll_table_struct;
struct vm_area_struct;

struct inode {
	kdev_t i_rdev;
};

struct file {
	struct file_operations *f_op;
	unsigned int f_flags;
	mode_t f_mode;
	loff_t f_pos;
	void *private_data;
};

typedef int (*filldir_t)(void *, const char *, int, loff_t, unsigned long, unsigned);

struct file_operations {
	struct module *owner;
	loff_t (*llseek)(struct file *, loff_t, int);
	ssize_t (*read)(struct file *, char *, size_t, loff_t *);
	ssize_t (*write)(struct file *, const char *, size_t, loff_t *);
	int (*readdir)(struct file *, void *, filldir_t);
	unsigned int (*poll)(struct file *, struct poll_table_struct *);
	int (*ioctl)(struct inode *, struct file *, unsigned int, unsigned long);
	int (*mmap)(struct file *, struct vm_area_struct *);
	int (*open)(struct inode *, struct file *);
	int (*flush)(struct file *);
	int (*release)(struct inode *, struct file *);
	int (*fsync)(struct file *, struct dentry *, int datasync);
	int (*fasync)(int, struct file *, int);
	int (*lock)(struct file *, int, struct file_lock *);
	ssize_t (*readv)(struct file *, const struct iovec *, unsigned long, loff_t *);
	ssize_t (*writev)(struct file *, const struct iovec *, unsigned long, loff_t *);
	ssize_t (*sendpage)(struct file *, struct page *, int, size_t, loff_t *, int);
	unsigned long (*get_unmapped_area)(struct file *, unsigned long, unsigned long, unsigned long,
					   unsigned long);
};

extern int register_chrdev(unsigned int major, const char *name, struct file_operations *fops);
extern int unregister_chrdev(unsigned int major, const char *name);
extern loff_t no_llseek(struct file *file, loff_t offset, int origin);

#endif
