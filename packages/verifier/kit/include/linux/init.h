/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_INIT_H
#define _KIT_LINUX_INIT_H

/* A module keeps its init code: the section marks mean nothing here. */
#define __init
#define __exit
#define __initdata
#define __exitdata
#define __devinit
#define __devexit
#define __devinitdata
#define __devexitdata
#define __devexit_p(x) x

/* Wrappers and not aliases: their wasm type is right whatever the driver's own function looks like. */
#define module_init(initfn) \
	int init_module(void); \
	int init_module(void) { return initfn(); }
#define module_exit(exitfn) \
	void cleanup_module(void); \
	void cleanup_module(void) { exitfn(); }

#endif
