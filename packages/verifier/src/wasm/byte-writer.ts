/** Bytes of an unsigned LEB128; padded with zeros to `width` where one is given. */
export function uleb(value: number, width = 1): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80 && bytes.length + 1 >= width) return [...bytes, left];
    bytes.push((left & 0x7f) | 0x80);
  }
}

/** Bytes of a signed LEB128 of 32 bits. */
export function sleb(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value | 0; ; left >>= 7) {
    const isLast = left >= -64 && left < 64;
    bytes.push((left & 0x7f) | (isLast ? 0 : 0x80));
    if (isLast) return bytes;
  }
}

/** A section: its id, its length, its contents. */
export function section(id: number, contents: Uint8Array | readonly number[]): Uint8Array[] {
  return [Uint8Array.from([id, ...uleb(contents.length)]), Uint8Array.from(contents)];
}
