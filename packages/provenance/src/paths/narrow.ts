import { BIT_FIELD, type CType } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';

const NARROW =
  /^(?:(?:un)?signed )?(?:char|short)(?: int)?$|^(?:__)?[us](?:8|16)$|^__[lb]e16$|^u?_?int(?:8|16)_t$|^u_?(?:char|short)$|^bool$|^_Bool$/;

/** Whether the type has 16 bits or fewer, or only some of them, as no size and no handle is sure to have. */
export function isNarrow(frame: Frame, type: CType): boolean {
  const resolved = frame.context.types.resolve(type);
  if (type.base === BIT_FIELD) return true;
  return (NARROW.test(type.base) || NARROW.test(resolved.base)) && resolved.pointers + resolved.arrays === 0;
}
