/* Copies between driver and process are the model's. */
#ifndef _FREEHANDLE_UACCESS_H
#define _FREEHANDLE_UACCESS_H
#include <linux/string.h>
extern unsigned long __model_copy_from_user(void *to, const void *from, unsigned long n);
extern unsigned long __model_copy_to_user(void *to, const void *from, unsigned long n);
extern unsigned long __model_clear_user(void *to, unsigned long n);
static inline unsigned long raw_copy_from_user(void *to, const void __user *from, unsigned long n) { return __model_copy_from_user(to, (const void *)from, n); }
static inline unsigned long raw_copy_to_user(void __user *to, const void *from, unsigned long n) { return __model_copy_to_user((void *)to, from, n); }
#define INLINE_COPY_FROM_USER
#define INLINE_COPY_TO_USER
#define __clear_user(to, n) __model_clear_user((void *)(to), (n))
#define __get_user_fn(bytes, user, kernel) (__model_copy_from_user((kernel), (const void *)(user), (bytes)) ? -EFAULT : 0)
#define __put_user_fn(bytes, user, kernel) (__model_copy_to_user((void *)(user), (kernel), (bytes)) ? -EFAULT : 0)
#include <asm-generic/uaccess.h>
#endif
