/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_AUTOCONF_H
#define _KIT_LINUX_AUTOCONF_H

/* The configuration the kit stands for: a 405 board, caches not coherent with DMA. */
#define CONFIG_PPC32 1
#define CONFIG_4xx 1
#define CONFIG_40x 1
#define CONFIG_IBM_OCP 1
#define CONFIG_PCI 1
#define CONFIG_NET 1
#define CONFIG_FB 1
#define CONFIG_SOUND 1
#define CONFIG_MODULES 1
#ifndef KIT_COHERENT_CACHE
#define CONFIG_NOT_COHERENT_CACHE 1
#endif

#endif
