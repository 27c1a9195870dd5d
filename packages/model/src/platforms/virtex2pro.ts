import { ibm405lp } from './ibm405lp.ts';
import type { Platform } from './platform.ts';

/** Xilinx Virtex-II Pro: the same PowerPC 405 core. [semantics 8] */
export const virtex2pro: Platform = { ...ibm405lp, name: 'virtex2pro', title: 'Xilinx Virtex-II Pro (PowerPC 405)' };
