/** 64 KiB pages of a wasm32 memory that covers every u32 address. */
const WHOLE_ADDRESS_SPACE = 65_536;

/**
 * One memory as large as the address space, so that a kernel address of the model is a valid wasm address. It is
 * reserved, not used: what is never touched costs nothing. Throws RangeError where 4 GiB of address space cannot be had.
 */
export class LinearMemory {
  readonly memory = new WebAssembly.Memory({ initial: WHOLE_ADDRESS_SPACE, maximum: WHOLE_ADDRESS_SPACE });
  readonly u8 = new Uint8Array(this.memory.buffer);
  readonly view = new DataView(this.memory.buffer);

  u32(address: number): number {
    return this.view.getUint32(address, true);
  }

  setU32(address: number, value: number): void {
    this.view.setUint32(address, value, true);
  }

  /** Text up to the zero byte, one character a byte, at most `limit` bytes. */
  text(address: number, limit = 4096): string {
    let end = address;
    while (end < address + limit && this.u8[end]) end++;
    return Buffer.from(this.u8.buffer, address, end - address).toString('latin1');
  }

  /** Writes a text and its zero byte; returns the bytes before it. */
  setText(address: number, text: string): number {
    const bytes = Buffer.from(`${text}\0`, 'latin1');
    this.u8.set(bytes, address);
    return bytes.length - 1;
  }

  /** Words of memory from an address that is a multiple of 4. */
  u32s(address: number, count: number): Uint32Array {
    return new Uint32Array(this.u8.buffer, address, count);
  }
}
