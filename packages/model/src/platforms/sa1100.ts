import type { Platform } from './platform.ts';

/** Intel StrongARM SA-1100: bus addresses equal kernel addresses. [semantics 8] */
export const sa1100: Platform = {
  name: 'sa1100',
  title: 'Intel StrongARM SA-1100',
  arch: 'arm',
  coherent: false,
  pageSize: 4096,
  cacheLine: 32,
  kernelBase: 0xc0000000,
  ramBase: 0xc0000000,
  busBase: 0xc0000000,
  defaultRamBytes: 32 * 2 ** 20,
  lowmemMax: 512 * 2 ** 20,
  zones: [{ name: 'DMA', from: 0, to: null }],
  maxOrder: 10,
  pteTableReach: 2 ** 20,
  vmallocGap: 8 * 2 ** 20,
  vmallocAlign: 8 * 2 ** 20,
  vmallocEnd: 0xe8000000,
  consistentWindow: { start: 0xffc00000, end: 0xffe00000 },
  ioremapRefusesRam: false,
  bootFrames: 256,
};
