import { ByteReader } from './byte-reader.ts';
import { section, sleb, uleb } from './byte-writer.ts';
import { importEntries } from './imports.ts';
import { opcode, skipInstruction } from './instructions.ts';
import { CODE_SECTION, moduleSections, TYPE_SECTION, type Section } from './module-sections.ts';

const FUNCTION_SECTION = 3;
const ELEMENT_SECTION = 9;
const [I32, I64, F32] = [0x7f, 0x7e, 0x7d];
const EMPTY_BLOCK = 0x40;

/** Parameters and results of functions, value types as in the binary format. */
interface FunctionType {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
}

/** Addresses: `from` and the first behind them. */
export interface AddressRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The module with its indirect calls made as a machine makes them, which knows no types: arguments that the function does not
 * take are dropped, those that it lacks are 0. WebAssembly itself would stop at a pointer of another type. Each call goes to
 * a function added at the end, one a type, which looks the pointer up among the functions whose address is taken. A pointer
 * in `nothing` calls nothing, and gives 0. No byte of the code moves, so that line tables stay true.
 */
export function withUntypedCalls(module: Uint8Array, nothing: AddressRange): Uint8Array {
  const sections = moduleSections(module);
  const find = (id: number): Section | undefined => sections.find((one) => one.id === id);
  const [typeSection, functionSection, code] = [TYPE_SECTION, FUNCTION_SECTION, CODE_SECTION].map(find);
  const entries = tableEntries(find(ELEMENT_SECTION));
  if (!typeSection || !functionSection || !code || entries === null) return module;
  const calls = indirectCalls(code);
  const called = [...new Set(calls.map(({ type }) => type))];
  const types = readTypes(typeSection);
  const own = readNumbers(functionSection);
  // one byte more for the number of functions would move them all
  if (uleb(own.length).length !== uleb(own.length + called.length).length) return module;
  const imported = importEntries(sections).filter(({ kind }) => kind === 0);
  const typeOf = [...imported.map(({ type }) => type), ...own];
  const table = entries.map((index) => typeOf[index]!);
  const firstAdded = typeOf.length;
  const bodies = called.map((type) => dispatcher(type, types, { table, nothing }));
  // Of a Buffer, slice() would be a view: the module given must stay as it is.
  const patched = Uint8Array.from(code.contents);
  for (const { at, length, type } of calls) {
    patched.fill(opcode.nop, at, at + length);
    patched.set([opcode.call, ...uleb(firstAdded + called.indexOf(type), LEAST_ROOM - 1)], at);
  }
  const counted = uleb(own.length).length;
  const replaced = new Map<number, Uint8Array[]>([
    [
      TYPE_SECTION,
      section(TYPE_SECTION, [
        ...uleb(types.length + called.length),
        ...typeSection.contents.subarray(uleb(types.length).length),
        ...called.flatMap((type) => encoded(withPointer(types[type]!))),
      ]),
    ],
    [
      FUNCTION_SECTION,
      section(FUNCTION_SECTION, [
        ...uleb(own.length + called.length),
        ...functionSection.contents.subarray(counted),
        ...called.flatMap((_, index) => uleb(types.length + index)),
      ]),
    ],
    [
      CODE_SECTION,
      section(
        CODE_SECTION,
        Buffer.concat([Uint8Array.from(uleb(own.length + called.length)), patched.subarray(counted), ...bodies]),
      ),
    ],
  ]);
  let position = HEADER;
  const parts: Uint8Array[] = [module.subarray(0, HEADER)];
  for (const one of sections) {
    const end = one.start + one.contents.length;
    parts.push(...(replaced.get(one.id) ?? [module.subarray(position, end)]));
    position = end;
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Bytes before the first section. */
const HEADER = 8;

/** Every indirect call that has room for a direct one: linkers pad the numbers that they have put in. */
function indirectCalls({
  contents,
}: Section): { readonly at: number; readonly length: number; readonly type: number }[] {
  const reader = new ByteReader(contents);
  const found = [];
  for (let left = reader.uleb(); left > 0; left--) {
    const end = reader.uleb() + reader.position;
    for (let groups = reader.uleb(); groups > 0; groups--) {
      reader.uleb();
      reader.u8();
    }
    while (reader.position < end) {
      const at = reader.position;
      if (skipInstruction(reader) !== opcode.callIndirect) continue;
      const length = reader.position - at;
      const type = new ByteReader(contents, at + 1).uleb();
      if (length >= LEAST_ROOM) found.push({ at, length, type });
    }
  }
  return found;
}

/** Bytes of a call of any function. */
const LEAST_ROOM = 6;

/** What the functions look up and call. */
interface Dispatch {
  /** Of each function whose address is taken its type, by address less 1. */
  readonly table: readonly number[];
  readonly nothing: AddressRange;
}

/**
 * A function of the type called and a pointer behind its arguments. The pointer leads to a block for each type that functions
 * have; there the arguments are made to fit, and so is what comes back.
 */
function dispatcher(type: number, types: readonly FunctionType[], { table, nothing }: Dispatch): Uint8Array {
  const { parameters, results } = types[type]!;
  const pointer = [opcode.localGet, ...uleb(parameters.length)];
  const kinds = [...new Set(table)];
  const blocks = Array.from({ length: kinds.length + 1 }, () => [opcode.block, EMPTY_BLOCK]).flat();
  const unknown = kinds.length;
  const targets = [unknown, ...table.map((kind) => kinds.indexOf(kind))];
  const lookUp = [
    opcode.brTable,
    ...uleb(targets.length),
    ...targets.flatMap((target) => uleb(target)),
    ...uleb(unknown),
  ];
  const known = kinds.flatMap((kind) => {
    const wanted = types[kind]!;
    const values = wanted.parameters.flatMap((to, index) => {
      const from = parameters[index];
      return from === undefined ? zero(to) : [opcode.localGet, ...uleb(index), ...converted(from, to)];
    });
    const call = [...values, ...pointer, opcode.callIndirect, ...uleb(kind), 0];
    return [opcode.end, ...call, ...returned(wanted.results, results), opcode.return];
  });
  const isNothing = [
    ...pointer,
    ...[opcode.i32Const, ...sleb(nothing.from), opcode.i32Sub],
    ...[opcode.i32Const, ...sleb(nothing.to - nothing.from), opcode.i32LtU],
  ];
  const asIs = parameters.flatMap((_, index) => [opcode.localGet, ...uleb(index)]);
  const otherwise = [
    ...[opcode.end, ...isNothing, opcode.if, EMPTY_BLOCK, ...returned([], results), opcode.return, opcode.end],
    // NULL, and what is no function: it stops there
    ...[...asIs, ...pointer, opcode.callIndirect, ...uleb(type), 0],
  ];
  const body = [0, ...blocks, ...pointer, ...lookUp, ...known, ...otherwise, opcode.end];
  return Uint8Array.from([...uleb(body.length), ...body]);
}

function returned([from]: readonly number[], [to]: readonly number[]): number[] {
  if (to === undefined) return from === undefined ? [] : [opcode.drop];
  return from === undefined ? zero(to) : converted(from, to);
}

/** A value of one type as one of another: whole numbers keep their low bits, and nothing else can be passed for a number. */
function converted(from: number, to: number): number[] {
  if (from === to) return [];
  if (from === I32 && to === I64) return [opcode.i64ExtendI32];
  if (from === I64 && to === I32) return [opcode.i32WrapI64];
  return [opcode.drop, ...zero(to)];
}

function zero(type: number): number[] {
  if (type === I32 || type === I64) return [type === I32 ? opcode.i32Const : opcode.i64Const, 0];
  return type === F32
    ? [opcode.f32Const, ...new Array<number>(4).fill(0)]
    : [opcode.f64Const, ...new Array<number>(8).fill(0)];
}

function withPointer({ parameters, results }: FunctionType): FunctionType {
  return { parameters: [...parameters, I32], results };
}

function encoded({ parameters, results }: FunctionType): number[] {
  return [FUNCTION_TYPE, ...uleb(parameters.length), ...parameters, ...uleb(results.length), ...results];
}

const FUNCTION_TYPE = 0x60;

function readTypes({ contents }: Section): FunctionType[] {
  const reader = new ByteReader(contents);
  const values = (): number[] => Array.from({ length: reader.uleb() }, () => reader.u8());
  return Array.from({ length: reader.uleb() }, () => {
    reader.u8();
    return { parameters: values(), results: values() };
  });
}

function readNumbers({ contents }: Section): number[] {
  const reader = new ByteReader(contents);
  return Array.from({ length: reader.uleb() }, () => reader.uleb());
}

/** Indices of the functions whose address is taken, from address 1 on: one segment [LLVM lld/wasm]; null where it is another. */
function tableEntries(elements: Section | undefined): number[] | null {
  if (!elements) return [];
  const reader = new ByteReader(elements.contents);
  const isPlain = reader.uleb() === 1 && reader.uleb() === 0 && reader.u8() === opcode.i32Const && reader.sleb() === 1;
  if (!isPlain || reader.u8() !== opcode.end) return null;
  return Array.from({ length: reader.uleb() }, () => reader.uleb());
}
