/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_KERNEL_H
#define _KIT_LINUX_KERNEL_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/linkage.h>
#include <linux/types.h>
#include <asm/bug.h>
#include <asm/byteorder.h>

#define KERN_EMERG "<0>"
#define KERN_ALERT "<1>"
#define KERN_CRIT "<2>"
#define KERN_ERR "<3>"
#define KERN_WARNING "<4>"
#define KERN_NOTICE "<5>"
#define KERN_INFO "<6>"
#define KERN_DEBUG "<7>"

extern int printk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
extern int sprintf(char *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
extern int snprintf(char *buf, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
extern void panic(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
extern unsigned long simple_strtoul(const char *cp, char **endp, unsigned int base);

#define ARRAY_SIZE(x) (sizeof(x) / sizeof((x)[0]))
#define min(x, y) ({ __typeof__(x) _x = (x); __typeof__(y) _y = (y); _x < _y ? _x : _y; })
#define max(x, y) ({ __typeof__(x) _x = (x); __typeof__(y) _y = (y); _x > _y ? _x : _y; })
#define min_t(type, x, y) ({ type _x = (x); type _y = (y); _x < _y ? _x : _y; })
#define max_t(type, x, y) ({ type _x = (x); type _y = (y); _x > _y ? _x : _y; })

#endif
