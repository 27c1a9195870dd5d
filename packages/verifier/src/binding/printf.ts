import type { LinearMemory } from '../memory/linear-memory.ts';

const conversion = /%([-+ #0]*)(\*|\d+)?(?:\.(?:\*|\d+))?(hh|h|ll|L|l|z|Z|t)?([a-zA-Z%])/g;

/** Text of a kernel format [2.4.27 lib/vsprintf.c] with its arguments at `area`, 4 bytes each, 8 for long long. */
export function formatted(memory: LinearMemory, format: number, area: number): string {
  let at = area;
  const next = (): number => {
    at += 4;
    return memory.u32(at - 4);
  };
  const next64 = (): bigint => {
    at = ((at + 7) & ~7) + 8;
    return memory.view.getBigUint64(at - 8, true);
  };
  return memory
    .text(format, 8192)
    .replace(conversion, (_, flags: string, width: string | undefined, length: string | undefined, kind: string) => {
      const columns = width === '*' ? next() : Number(width ?? 0);
      const long = length === 'll' || length === 'L';
      const text = converted(kind, () => (long ? next64() : next()), memory);
      return flags.includes('-') ? text.padEnd(columns) : text.padStart(columns, flags.includes('0') ? '0' : ' ');
    });
}

function converted(kind: string, next: () => number | bigint, memory: LinearMemory): string {
  switch (kind) {
    case '%':
      return '%';
    case 'c':
      return String.fromCharCode(Number(next()) & 0xff);
    case 's': {
      const address = Number(next());
      return address < 4096 ? '(null)' : memory.text(address);
    }
    case 'd':
    case 'i': {
      const value = next();
      return String(typeof value === 'bigint' ? BigInt.asIntN(64, value) : value | 0);
    }
    case 'u':
      return String(next());
    default:
      return next().toString(kind === 'o' ? 8 : 16);
  }
}
