import type { ByteReader } from './byte-reader.ts';

/** Opcodes of the WebAssembly core specification. */
export const opcode = {
  nop: 0x01,
  block: 0x02,
  if: 0x04,
  end: 0x0b,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  localGet: 0x20,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32LtU: 0x49,
  i32Sub: 0x6b,
  i32WrapI64: 0xa7,
  i64ExtendI32: 0xac,
} as const;

/** Steps over the instruction at the reader's position and gives its opcode. Version 1.0, bulk memory and reference types. */
export function skipInstruction(reader: ByteReader): number {
  const code = reader.u8();
  if (code === 0x02 || code === 0x03 || code === 0x04) reader.sleb();
  else if (code === opcode.brTable) for (let left = reader.uleb() + 1; left > 0; left--) reader.uleb();
  else if (code === opcode.callIndirect) skipNumbers(reader, 2);
  else if (code === 0x1c) for (let left = reader.uleb(); left > 0; left--) reader.u8();
  else if (code >= 0x28 && code <= 0x3e) skipNumbers(reader, 2);
  else if (code === opcode.i32Const || code === opcode.i64Const) skipNumbers(reader, 1);
  else if (code === opcode.f32Const) reader.position += 4;
  else if (code === opcode.f64Const) reader.position += 8;
  else if (code === 0xfc) skipNumbers(reader, extended[reader.uleb()] ?? 0);
  else if (withIndex.has(code)) skipNumbers(reader, 1);
  return code;
}

/** Branches, calls, variables, tables, memory size, references: one index. */
const withIndex: ReadonlySet<number> = new Set([
  ...[0x0c, 0x0d, opcode.call, opcode.localGet, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0xd0, 0xd2],
]);

/** Indices of the instructions behind 0xfc, by their numbers; conversions that saturate have none. */
const extended: Readonly<Record<number, number>> = {
  ...{ 8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1 },
};

function skipNumbers(reader: ByteReader, count: number): void {
  // a byte that is not the last of its number has its highest bit set, however long the number is
  for (let left = count; left > 0; left--) while (reader.u8() >= 0x80);
}
