import { arm1arg } from './arm-1arg.ts';
import { arm3arg } from './arm-3arg.ts';
import { armRegion } from './arm-region.ts';
import type { AllocatorName } from './free-forms.ts';
import { plainPages } from './plain-pages.ts';
import { ppcArray } from './ppc-array.ts';
import { ppcGfp } from './ppc-gfp.ts';
import { ppcMap0 } from './ppc-map0.ts';
import { ppcMap1 } from './ppc-map1.ts';
import { ppcMap2 } from './ppc-map2.ts';
import { ppcRegion } from './ppc-region.ts';
import { ppcRemark } from './ppc-remark.ts';
import { ppcSized } from './ppc-sized.ts';
import type { Allocator } from './primitives.ts';

/** Every allocator by name, in the order of history. */
export const allocators: Readonly<Record<AllocatorName, Allocator>> = {
  'arm-1arg': arm1arg,
  'arm-3arg': arm3arg,
  'arm-region': armRegion,
  'ppc-remark': ppcRemark,
  'ppc-map0': ppcMap0,
  'ppc-map1': ppcMap1,
  'ppc-map2': ppcMap2,
  'ppc-sized': ppcSized,
  'ppc-array': ppcArray,
  'ppc-gfp': ppcGfp,
  'ppc-region': ppcRegion,
  'plain-pages': plainPages,
};
