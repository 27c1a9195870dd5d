import { ibm405lp } from './ibm405lp.ts';
import type { Platform } from './platform.ts';

const MIB = 2 ** 20;

/** A PC: caches snoop DMA, ISA devices reach the first 16 MiB only. [2.4.27 include/asm-i386; semantics 4.1] */
export const i386: Platform = {
  ...ibm405lp,
  name: 'i386',
  title: 'PC (i386), coherent',
  arch: 'i386',
  coherent: true,
  defaultRamBytes: 64 * MIB,
  lowmemMax: 896 * MIB,
  zones: [
    { name: 'DMA', from: 0, to: 16 * MIB },
    { name: 'NORMAL', from: 16 * MIB, to: 896 * MIB },
    { name: 'HIGHMEM', from: 896 * MIB, to: null },
  ],
  vmallocGap: 16 * MIB - 1,
  vmallocAlign: 8 * MIB,
};
