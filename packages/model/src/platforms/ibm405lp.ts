import type { Platform } from './platform.ts';

/** IBM PowerPC 405LP (Beech). [2.4.27 arch/ppc/mm/init.c, include/asm-ppc/pgtable.h; semantics 8] */
export const ibm405lp: Platform = {
  name: 'ibm405lp',
  title: 'IBM PowerPC 405LP',
  arch: 'ppc',
  coherent: false,
  pageSize: 4096,
  cacheLine: 32,
  kernelBase: 0xc0000000,
  ramBase: 0,
  busBase: 0,
  defaultRamBytes: 32 * 2 ** 20,
  lowmemMax: 768 * 2 ** 20,
  zones: [
    { name: 'DMA', from: 0, to: 768 * 2 ** 20 },
    { name: 'HIGHMEM', from: 768 * 2 ** 20, to: null },
  ],
  maxOrder: 10,
  pteTableReach: 4 * 2 ** 20,
  vmallocGap: 16 * 2 ** 20,
  vmallocAlign: 16 * 2 ** 20,
  vmallocEnd: 0xfe000000,
  consistentWindow: { start: 0xff100000, end: 0xff300000 },
  ioremapRefusesRam: true,
  bootFrames: 256,
};
