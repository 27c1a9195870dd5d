#ifndef _FREEHANDLE_UACCESS_H
#define _FREEHANDLE_UACCESS_H
#include <linux/sched.h>
#define VERIFY_READ 0
#define VERIFY_WRITE 1
#undef KERNEL_DS
#undef USER_DS
#undef get_ds
#undef get_fs
#undef set_fs
#undef segment_eq
typedef unsigned long __model_seg_t;
#define KERNEL_DS ((mm_segment_t){0})
#define USER_DS ((mm_segment_t){1})
#define get_ds() (KERNEL_DS)
#define get_fs() (KERNEL_DS)
#define set_fs(x) do { } while (0)
#define segment_eq(a,b) 1
extern int __model_access_ok(int type, const void *addr, unsigned long size);
extern unsigned long __model_copy_from_user(void *to, const void *from, unsigned long n);
extern unsigned long __model_copy_to_user(void *to, const void *from, unsigned long n);
extern unsigned long __model_clear_user(void *to, unsigned long n);
extern long strncpy_from_user(char *d, const char *s, long n);
extern long strnlen_user(const char *s, long n);
#define strlen_user(s) strnlen_user((s), ~0UL >> 1)
#define access_ok(t,a,s) __model_access_ok((t),(const void *)(a),(s))
#define verify_area(t,a,s) (access_ok((t),(a),(s)) ? 0 : -EFAULT)
#define copy_from_user(t,f,n) __model_copy_from_user((t),(f),(n))
#define copy_to_user(t,f,n) __model_copy_to_user((t),(f),(n))
#define __copy_from_user copy_from_user
#define __copy_to_user copy_to_user
#define clear_user(t,n) __model_clear_user((t),(n))
#define __clear_user clear_user
#define get_user(x,p) ({ __typeof__(*(p)) __gu; int __ge = __model_copy_from_user((void *)&__gu, (const void *)(p), sizeof(*(p))) ? -EFAULT : 0; (x) = __gu; __ge; })
#define put_user(x,p) ({ __typeof__(*(p)) __pu = (__typeof__(*(p)))(x); __model_copy_to_user((void *)(p), &__pu, sizeof(*(p))) ? -EFAULT : 0; })
#define __get_user get_user
#define __put_user put_user
#define copy_to_user_ret(to,from,n,retval) ({ if (copy_to_user(to,from,n)) return retval; })
#define copy_from_user_ret(to,from,n,retval) ({ if (copy_from_user(to,from,n)) return retval; })
#define get_user_ret(x,ptr,ret) ({ if (get_user(x,ptr)) return ret; })
#define put_user_ret(x,ptr,ret) ({ if (put_user(x,ptr)) return ret; })
#endif
