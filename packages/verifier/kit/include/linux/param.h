/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_PARAM_H
#define _KIT_LINUX_PARAM_H

#define HZ 100

#endif
