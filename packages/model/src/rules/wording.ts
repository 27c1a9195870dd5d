import type { Fact } from './rule.ts';

/** A size in bytes: `12288 bytes`, or the C expression in back quotes. */
export function bytes(size: Fact): string {
  return typeof size === 'string' ? `\`${size}\`` : size === 1 ? '1 byte' : `${size} bytes`;
}

/** A CPU or bus address in hexadecimal, or the C expression in back quotes. */
export function address(value: Fact): string {
  return typeof value === 'string' ? `\`${value}\`` : `0x${value.toString(16).padStart(8, '0')}`;
}

/** A count with its noun: `1 page`, `3 pages`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
