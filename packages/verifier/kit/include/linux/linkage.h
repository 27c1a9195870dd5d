/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_LINKAGE_H
#define _KIT_LINUX_LINKAGE_H

#define asmlinkage
#define FASTCALL(x) x
#define fastcall

#endif
