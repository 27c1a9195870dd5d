import type { Platform } from './platform.ts';
import { sa1100 } from './sa1100.ts';

/** SA-1100 with the SA-1111 companion: the largest block is 1 MiB. [semantics 8] */
export const sa1111: Platform = {
  ...sa1100,
  name: 'sa1111',
  title: 'Intel StrongARM SA-1100 with SA-1111',
  maxOrder: 9,
};
