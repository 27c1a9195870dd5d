import { checkRange, type Call, type CallGroup } from '../host.ts';

const LONGEST = 1 << 20;

/** The C library part of the kernel [2.4.27 lib/string.c]: every byte it touches for the driver is checked. */
export const stringCalls: CallGroup = (host) => {
  const { memory } = host;
  const text = (address: number): string => {
    const found = memory.text(address, LONGEST);
    checkRange(host, address, found.length + 1, false);
    return found;
  };
  const put = (address: number, value: string): void => {
    checkRange(host, address, value.length + 1, true);
    memory.setText(address, value);
  };
  const set: Call = (address, value, bytes) => {
    checkRange(host, address, bytes, true);
    memory.u8.fill(value & 0xff, address, address + bytes);
    return address;
  };
  const copy: Call = (to, from, bytes) => {
    checkRange(host, to, bytes, true);
    checkRange(host, from, bytes, false);
    memory.u8.copyWithin(to, from, from + bytes);
    return to;
  };
  return {
    ...{ memset: set, __asan_memset: set, memcpy: copy, memmove: copy, __asan_memcpy: copy, __asan_memmove: copy },
    abs: (number) => Math.abs(number | 0),
    // what memset of zeros is on ARM [2.4.27 include/asm-arm/string.h]
    __memzero: (address, bytes) => void set(address, 0, bytes),
    memcmp(a, b, bytes) {
      checkRange(host, a, bytes, false);
      checkRange(host, b, bytes, false);
      for (let index = 0; index < bytes; index++) {
        const difference = memory.u8[a + index]! - memory.u8[b + index]!;
        if (difference !== 0) return difference;
      }
      return 0;
    },
    strlen: (address) => text(address).length,
    strnlen: (address, limit) => Math.min(text(address).length, limit),
    strcmp: (a, b) => order(text(a), text(b)),
    strncmp: (a, b, limit) => order(text(a).slice(0, limit), text(b).slice(0, limit)),
    strcpy(to, from) {
      put(to, text(from));
      return to;
    },
    strcat(to, from) {
      put(to, text(to) + text(from));
      return to;
    },
    strncpy(to, from, bytes) {
      const taken = text(from).slice(0, bytes);
      checkRange(host, to, bytes, true);
      memory.u8.fill(0, to, to + bytes);
      memory.u8.set(Buffer.from(taken, 'latin1'), to);
      return to;
    },
    strchr(address, character) {
      const index = text(address).indexOf(String.fromCharCode(character & 0xff));
      return index < 0 ? 0 : address + index;
    },
    simple_strtoul(address, end, base) {
      const digits = /^\s*(?:0[xX])?[0-9a-fA-F]*/.exec(text(address))![0];
      if (end) memory.setU32(end, address + digits.length);
      return Number.parseInt(digits, base || undefined) || 0;
    },
  };
};

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
