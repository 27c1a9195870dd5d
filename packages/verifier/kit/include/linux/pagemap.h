/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_PAGEMAP_H
#define _KIT_LINUX_PAGEMAP_H

#include <linux/mm.h>

#endif
