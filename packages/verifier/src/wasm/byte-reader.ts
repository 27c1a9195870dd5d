const decoder = new TextDecoder();

/** Reads the encodings of WebAssembly and DWARF off a byte array. A read past the end gives zeros, never an error. */
export class ByteReader {
  readonly bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  get atEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  u8(): number {
    return this.bytes[this.position++] ?? 0;
  }

  u16(): number {
    return this.u8() | (this.u8() << 8);
  }

  u32(): number {
    return (this.u16() | (this.u16() << 16)) >>> 0;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  uleb(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value >>> 0;
  }

  /** Signed LEB128 of at most 32 bits. */
  sleb(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return shift < 25 && byte & 0x40 ? value | (-1 << (shift + 7)) : value;
    }
    return value;
  }

  /** A name as WebAssembly writes it: length, bytes. */
  name(): string {
    const length = this.uleb();
    this.position += length;
    return decoder.decode(this.bytes.subarray(this.position - length, this.position));
  }

  /** A text that ends with a zero byte. */
  zeroTerminated(): string {
    const end = this.bytes.indexOf(0, this.position);
    const text = decoder.decode(this.bytes.subarray(this.position, end < 0 ? undefined : end));
    this.position = end < 0 ? this.bytes.length : end + 1;
    return text;
  }
}
