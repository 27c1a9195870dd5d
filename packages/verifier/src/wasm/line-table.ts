import { posix } from 'node:path';
import { ByteReader } from './byte-reader.ts';
import { CODE_SECTION, moduleSections } from './module-sections.ts';

/** A row of the line table: from `offset` in the module on, code belongs to this place. */
export interface Row {
  readonly offset: number;
  readonly path: string;
  /** 0 where the compiler knows none. */
  readonly line: number;
}

/** Source lines of a module's code. */
export interface LineTable {
  /** The line that an offset in the module belongs to. */
  at(offset: number): Row | null;
  /** An offset whose code belongs to a line, or null. */
  offsetOf(path: string, line: number): number | null;
}

/** Reads `.debug_line` of a module or an object (DWARF 2 to 4); paths are those given to the compiler. */
export function lineTable(module: Uint8Array): LineTable {
  const sections = moduleSections(module);
  const lines = sections.find(({ name }) => name === '.debug_line');
  const code = sections.find(({ id }) => id === CODE_SECTION);
  const rows: Row[] = [];
  const reader = new ByteReader(lines?.contents ?? new Uint8Array());
  while (!reader.atEnd) readUnit(reader, code?.start ?? 0, rows);
  rows.sort((a, b) => a.offset - b.offset);
  return {
    at(offset) {
      let low = 0;
      let high = rows.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (rows[middle]!.offset <= offset) low = middle + 1;
        else high = middle;
      }
      // line 0 marks code of no line, inside a statement: what stands before it is the statement
      for (let index = low - 1; index >= 0; index--) if (rows[index]!.line > 0) return rows[index]!;
      return null;
    },
    offsetOf: (path, line) => rows.find((row) => row.line === line && row.path === path)?.offset ?? null,
  };
}

function readUnit(reader: ByteReader, codeStart: number, rows: Row[]): void {
  const end = reader.u32() + reader.position;
  const version = reader.u16();
  const program = reader.u32() + reader.position;
  reader.u8();
  if (version >= 4) reader.u8();
  reader.u8();
  const lineBase = (reader.u8() << 24) >> 24;
  const lineRange = reader.u8();
  const opcodeBase = reader.u8();
  const operands = [0, ...Array.from({ length: opcodeBase - 1 }, () => reader.u8())];
  const paths = filePaths(reader);
  reader.position = program;

  let address = 0;
  let file = 1;
  let line = 1;
  const emit = (): void => void rows.push({ offset: codeStart + address, path: paths[file] ?? '', line });
  while (reader.position < end) {
    const opcode = reader.u8();
    if (opcode >= opcodeBase) {
      address += Math.floor((opcode - opcodeBase) / lineRange);
      line += lineBase + ((opcode - opcodeBase) % lineRange);
      emit();
      continue;
    }
    switch (opcode) {
      case 0: {
        const next = reader.uleb() + reader.position;
        const extended = reader.u8();
        if (extended === 2) address = reader.u32();
        if (extended === 1) [address, file, line] = [0, 1, 1];
        reader.position = next;
        break;
      }
      case 1:
        emit();
        break;
      case 2:
        address += reader.uleb();
        break;
      case 3:
        line += reader.sleb();
        break;
      case 4:
        file = reader.uleb();
        break;
      case 8:
        address += Math.floor((255 - opcodeBase) / lineRange);
        break;
      case 9:
        address += reader.u16();
        break;
      default:
        for (let left = operands[opcode] ?? 0; left > 0; left--) reader.uleb();
    }
  }
  reader.position = end;
}

function filePaths(reader: ByteReader): string[] {
  const directories = [''];
  for (let name = reader.zeroTerminated(); name !== ''; name = reader.zeroTerminated()) directories.push(name);
  const paths = [''];
  for (let name = reader.zeroTerminated(); name !== ''; name = reader.zeroTerminated()) {
    const directory = directories[reader.uleb()] ?? '';
    reader.uleb();
    reader.uleb();
    const path = name.startsWith('/') || directory === '' ? name : `${directory}/${name}`;
    // the compilation directory is the root, whatever the compiler was called with
    paths.push(posix.normalize(`/${path}`));
  }
  return paths;
}
