/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_WRAPPER_H
#define _KIT_LINUX_WRAPPER_H

#include <linux/mm.h>

#define mem_map_reserve(page) SetPageReserved(page)
#define mem_map_unreserve(page) ClearPageReserved(page)

#endif
