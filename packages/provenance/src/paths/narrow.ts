import { BIT_FIELD, type CType } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';

const NARROW =
  /^(?:(?:un)?signed )?(?:char|short)(?: int)?$|^(?:__)?[us](?:8|16)$|^__[lb]e16$|^u?_?int(?:8|16)_t$|^u_?(?:char|short)$|^bool$|^_Bool$/;

const WORD = /^(?:un)?signed(?: int)?$|^int$|^(?:__)?[us]32$|^__[lb]e32$|^u?_?int32_t$|^u_?int$/;

/** Whether what has the one type may lose bits in the other: a bus address, in a word of 32 bits, where nothing says that it has no more. */
export function isCutToWord(frame: Frame, from: CType, to: CType): boolean {
  const [source, own] = [from, to].map((type) => frame.context.types.resolve(type));
  const isWord = (type: CType) => WORD.test(type.base) && type.pointers + type.arrays === 0;
  return isWord(own!) && source!.base !== '' && source!.pointers + source!.arrays === 0 && !isWord(source!);
}

/** Whether the type has 16 bits or fewer, or only some of them, as no size and no handle is sure to have. */
export function isNarrow(frame: Frame, type: CType): boolean {
  const resolved = frame.context.types.resolve(type);
  if (type.base === BIT_FIELD) return true;
  return (NARROW.test(type.base) || NARROW.test(resolved.base)) && resolved.pointers + resolved.arrays === 0;
}
