import { ibm405lp } from './ibm405lp.ts';
import type { Platform } from './platform.ts';

/** Motorola MPC8xx: shorter cache lines. [2.4.27 include/asm-ppc/cache.h; semantics 8] */
export const ppc8xx: Platform = { ...ibm405lp, name: 'ppc8xx', title: 'Motorola MPC8xx', cacheLine: 16 };
