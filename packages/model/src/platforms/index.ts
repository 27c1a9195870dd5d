import { i386 } from './i386.ts';
import { ibm405lp } from './ibm405lp.ts';
import type { Platform, PlatformName } from './platform.ts';
import { ppc6xx } from './ppc6xx.ts';
import { ppc8xx } from './ppc8xx.ts';
import { pxa25x } from './pxa25x.ts';
import { sa1100 } from './sa1100.ts';
import { sa1111 } from './sa1111.ts';
import { virtex2pro } from './virtex2pro.ts';

/** Every platform by name. */
export const platforms: Readonly<Record<PlatformName, Platform>> = {
  ibm405lp,
  virtex2pro,
  ppc8xx,
  ppc6xx,
  sa1100,
  sa1111,
  pxa25x,
  i386,
};
