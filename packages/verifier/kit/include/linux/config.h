/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_CONFIG_H
#define _KIT_LINUX_CONFIG_H

#include <linux/autoconf.h>

#endif
