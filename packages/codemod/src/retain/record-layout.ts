import {
  identifierOffsets,
  tokensOf,
  withoutCasts,
  type Expression,
  type RecordDefinition,
  type RecordMember,
} from '@freehandle/c-source';
import { declaredTypes, visitExpressions } from './expressions.ts';
import type { OpenFile } from './workspace.ts';

/** Calls whose argument may be the size of a structure without saying anything of its layout. */
const sizeTakers = /alloc|memset|bzero|memcpy|memcmp|memmove|etherdev|netdev|register|framebuffer|new_?card|_new$/i;
/** Calls that give memory of a device, or bytes of a packet. */
const rawMemory = /^(?:__)?(?:io_?remap\w*|bus_to_virt|phys_to_virt|va|isa_bus_to_virt|page_address|kmap\w*|skb_\w+)$/;
const byteTypes = /^(?:(?:un)?signed )?char$|^(?:__)?u8$|^u_?char$|^u?int8_t$|^BYTE$/;
const fixedOrder = /^__[lb]e(?:16|32|64)$/;
const attributes = /__attribute__|\b__packed\b|\b__?packed__\b|\bPACKED\b|\b__aligned\b/;

/** Why a member cannot be added to the record as it is written; null when nothing stands against it. */
export function objectionToRecord(at: OpenFile, record: RecordDefinition): string | null {
  const { text } = at.source;
  const own = text.slice(record.start, record.end);
  const tail = text.slice(record.end, text.indexOf(';', record.end) + 1);
  if (/(?:^|\/)uapi\//.test(at.file)) return `${record.name} is a part of the interface to user space`;
  if (attributes.test(own) || attributes.test(tail)) return `${record.name} has a layout of its own (an attribute)`;
  if (/^[ \t]*#[ \t]*pragma[ \t]+pack|\b_Pragma\b/m.test(text)) return `${at.file} packs its structures`;
  const ordered = record.members.find((one) => one.type.pointers === 0 && fixedOrder.test(one.type.base));
  if (ordered)
    return `${record.name} has members of a fixed byte order (${ordered.name}): a device or a protocol reads it`;
  return null;
}

/** Why nothing can be declared beside this very member; null when it can. */
export function objectionToMember(at: OpenFile, record: RecordDefinition, member: RecordMember): string | null {
  if (record.members.filter((one) => one.name === member.name).length > 1)
    return `${record.name} has several members ${member.name}`;
  return isInUnion(at.source.text, record, member) ? `${member.name} is in a union` : null;
}

/** Why a file does not let a record grow: it lays the record over bytes, or lists its members by position. */
export function objectionInUse({ source, unit, file }: OpenFile, names: ReadonlySet<string>): string | null {
  const { text } = source;
  const [record] = names;
  for (const name of names) {
    const words = name.replace(' ', '\\s+');
    const device = new RegExp(`\\b${words}\\s+__iomem\\b|\\bvolatile\\s+${words}\\b|\\b${words}\\s+volatile\\b`);
    if (device.test(text)) return `${file} takes ${name} for memory of a device`;
  }
  let found: string | null = null;
  for (const definition of unit.functions) {
    const types = declaredTypes(definition);
    const isOfRecord = (operand: Expression): boolean => {
      const bare = operand.kind === 'dereference' || operand.kind === 'index' ? firstOf(operand) : operand;
      const type = bare.kind === 'name' ? types.get(bare.name) : undefined;
      return type !== undefined && names.has(type.base) && type.pointers === (bare === operand ? 0 : 1);
    };
    visitExpressions(definition, (expression, parent) => {
      if (expression.kind === 'sizeof') {
        const isOwn = expression.type
          ? names.has(expression.type.base) && expression.type.pointers === 0
          : expression.operand !== null && isOfRecord(expression.operand);
        if (isOwn && !isPlainUse(expression, parent, definition.name, unit))
          found ??= `the size of ${record} is used in ${definition.name} (${file})`;
      }
      if (expression.kind === 'cast' && names.has(expression.type.base) && expression.type.pointers === 1) {
        const operand = withoutCasts(expression);
        const type = operand.kind === 'name' ? types.get(operand.name) : undefined;
        const isBytes = type !== undefined && type.pointers > 0 && byteTypes.test(type.base);
        const isRaw = operand.kind === 'call' && operand.callee.kind === 'name' && rawMemory.test(operand.callee.name);
        const isPart = ['binary', 'address', 'index'].includes(operand.kind);
        const isData = operand.kind === 'member' && /^(?:data|head|tail)$/.test(operand.member) && operand.arrow;
        if (isBytes || isRaw || isPart || isData)
          found ??= `${definition.name} (${file}) lays ${record} over other memory`;
      }
    });
    const inner = definition.body;
    if (/\{/.test(text.slice(definition.start, definition.end)) && inner.length > 0 && !found) {
      found = positional(definition, names)
        ? `${definition.name} (${file}) lists the members of ${record} by position`
        : null;
    }
    if (found) return found;
  }
  for (const global of unit.globals) {
    if (names.has(global.type.base) && global.type.pointers === 0 && global.initial && isPositional(global.initial))
      return `${global.name} (${file}) lists the members of ${record} by position`;
  }
  return null;

  function isPlainUse(size: Expression, parent: Expression | null, name: string, ofUnit: typeof unit): boolean {
    const outer = ofUnit.functions.find((one) => one.name === name)!;
    if (parent?.kind === 'call') return parent.callee.kind === 'name' && sizeTakers.test(parent.callee.name);
    if (parent?.kind === 'binary') {
      let taken = false;
      visitExpressions(outer, (expression) => {
        if (expression.kind !== 'call' || expression.callee.kind !== 'name') return;
        if (expression.start <= size.start && size.end <= expression.end && sizeTakers.test(expression.callee.name))
          taken = true;
      });
      return taken;
    }
    return false;
  }
}

function firstOf(expression: Extract<Expression, { kind: 'dereference' | 'index' }>): Expression {
  return withoutCasts(expression.kind === 'dereference' ? expression.operand : expression.object);
}

function positional(definition: OpenFile['unit']['functions'][number], names: ReadonlySet<string>): boolean {
  let found = false;
  const types = declaredTypes(definition);
  visitExpressions(definition, (expression, parent) => {
    if (expression.kind === 'cast' && names.has(expression.type.base) && expression.operand.kind === 'initializer')
      found ||= isPositional(expression.operand);
    if (expression.kind === 'initializer' && parent === null && isPositional(expression))
      found ||= [...types.values()].some((type) => names.has(type.base) && type.pointers === 0);
  });
  return found;
}

/** Whether an initialiser has values without the name of their member; `{ 0 }` and `{ }` name none. */
function isPositional(initial: Expression): boolean {
  if (initial.kind !== 'initializer') return false;
  const [first] = initial.items;
  if (initial.items.length === 1 && first!.value.kind === 'number' && first!.member === null) return false;
  return initial.items.some((item) =>
    item.value.kind === 'initializer' ? isPositional(item.value) : item.member === null,
  );
}

function isInUnion(text: string, record: RecordDefinition, member: RecordMember): boolean {
  if (record.name.startsWith('union ')) return true;
  const kinds: string[] = [];
  let last = '';
  for (const token of tokensOf(text, record.body.start + 1, member.declaration.start)) {
    const word = text.slice(token.start, token.end);
    if (word === 'struct' || word === 'union') last = word;
    else if (word === '{') kinds.push(last);
    else if (word === '}') kinds.pop();
  }
  return kinds.includes('union');
}

/** Whether a text names something by this word in code. */
export function mentions(text: string, word: string): boolean {
  return identifierOffsets(text, word).length > 0;
}
