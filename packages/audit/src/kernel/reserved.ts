import type { Expression } from '@freehandle/c-source';
import type { FileFrame } from '../explore/frame.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** What a call does to the reserved bit of a page. */
export interface BitChange {
  readonly sets: boolean;
  /** The page structure, or a member of it. */
  readonly page: Expression;
}

/** [2.4.27 include/linux/mm.h, include/linux/wrapper.h; 6.1 include/linux/page-flags.h, mm.h] */
const setting = /^(?:(?:__)?SetPageReserved|mem_map_reserve|mark_page_reserved)$/;
const clearing = /^(?:(?:__)?ClearPageReserved|mem_map_unreserve)$/;
const settingText = /\b(?:(?:__)?SetPageReserved|mem_map_reserve|mark_page_reserved|set_bit\s*\(\s*PG_reserved)\b/;
const clearingText = /\b(?:(?:__)?ClearPageReserved|mem_map_unreserve|clear_bit\s*\(\s*PG_reserved)\b/;

/** Whether a call sets or clears the reserved bit of a page, itself or as a macro that does; null when it does neither. */
export function bitChange({ macros }: FileFrame, at: Call, name: string): BitChange | null {
  const [first, second] = at.arguments;
  if (isBitCall(name))
    return first?.kind === 'name' && first.name === 'PG_reserved' && second
      ? { sets: name.endsWith('set_bit'), page: second }
      : null;
  if (!first) return null;
  if (setting.test(name) || clearing.test(name)) return { sets: setting.test(name), page: first };
  for (const { text } of /reserve/i.test(name) ? (macros.get(name) ?? []) : []) {
    if (clearingText.test(text)) return { sets: false, page: first };
    if (settingText.test(text)) return { sets: true, page: first };
  }
  return null;
}

/** Whether a function sets or clears the bit of a word whose number it is given first. */
export function isBitCall(name: string): boolean {
  return /^(?:__)?(?:set|clear)_bit$/.test(name);
}

/** Whether a call of this name may change the reserved bit of a page. */
export function mayChangeBits(name: string): boolean {
  return isBitCall(name) || setting.test(name) || clearing.test(name) || /mem_map_(?:un)?reserve/.test(name);
}

/** Whether a function of another file says by its name that it clears the bit. */
export function saysItClears(name: string): boolean {
  return /(?:^|_)unreserve(?:_|$)/i.test(name);
}
