/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_UACCESS_H
#define _KIT_ASM_UACCESS_H

#include <linux/errno.h>
#include <linux/types.h>

#define VERIFY_READ 0
#define VERIFY_WRITE 1

extern int access_ok(int type, const void *addr, unsigned long size);

/* Bytes that could not be copied: 0 is success. */
extern unsigned long copy_to_user(void *to, const void *from, unsigned long n);
extern unsigned long copy_from_user(void *to, const void *from, unsigned long n);
extern unsigned long clear_user(void *addr, unsigned long size);

#define put_user(x, ptr) ({ \
	__typeof__(*(ptr)) __value = (x); \
	copy_to_user((ptr), &__value, sizeof(__value)) ? -EFAULT : 0; \
})
#define get_user(x, ptr) ({ \
	__typeof__(*(ptr)) __value = 0; \
	int __error = copy_from_user(&__value, (ptr), sizeof(__value)) ? -EFAULT : 0; \
	(x) = __value; \
	__error; \
})

#endif
