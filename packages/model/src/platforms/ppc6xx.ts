import { ibm405lp } from './ibm405lp.ts';
import type { Platform } from './platform.ts';

/** A PowerPC whose caches snoop DMA (PReP): bus addresses start at 0x80000000. [semantics 8] */
export const ppc6xx: Platform = {
  ...ibm405lp,
  name: 'ppc6xx',
  title: 'PowerPC 6xx/7xx, PReP, coherent',
  coherent: true,
  busBase: 0x80000000,
};
