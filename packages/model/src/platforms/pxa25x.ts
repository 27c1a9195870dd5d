import type { Platform } from './platform.ts';
import { sa1100 } from './sa1100.ts';

/** Intel PXA25x. [2.4.20 include/asm-arm/arch-pxa; semantics 8] */
export const pxa25x: Platform = {
  ...sa1100,
  name: 'pxa25x',
  title: 'Intel XScale PXA25x',
  ramBase: 0xa0000000,
  busBase: 0xa0000000,
  defaultRamBytes: 64 * 2 ** 20,
  lowmemMax: 256 * 2 ** 20,
  vmallocEnd: 0xd8000000,
};
