/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_MODULE_H
#define _KIT_LINUX_MODULE_H

#include <linux/config.h>
#include <linux/init.h>
#include <linux/version.h>

struct module;

#define THIS_MODULE ((struct module *)0)
#define SET_MODULE_OWNER(dev) do { (dev)->owner = THIS_MODULE; } while (0)
#define MOD_INC_USE_COUNT do { } while (0)
#define MOD_DEC_USE_COUNT do { } while (0)
#define MOD_IN_USE 0

#define MODULE_AUTHOR(text)
#define MODULE_DESCRIPTION(text)
#define MODULE_LICENSE(text)
#define MODULE_SUPPORTED_DEVICE(text)
#define MODULE_DEVICE_TABLE(type, table)
#define MODULE_PARM(variable, type)
#define MODULE_PARM_DESC(variable, text)
#define EXPORT_SYMBOL(name)
#define EXPORT_SYMBOL_GPL(name)
#define EXPORT_SYMBOL_NOVERS(name)
#define EXPORT_NO_SYMBOLS

#endif
