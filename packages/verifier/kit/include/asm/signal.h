/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_SIGNAL_H
#define _KIT_ASM_SIGNAL_H

#define SA_INTERRUPT 0x20000000
#define SA_SHIRQ 0x04000000
#define SA_SAMPLE_RANDOM 0x10000000

#endif
