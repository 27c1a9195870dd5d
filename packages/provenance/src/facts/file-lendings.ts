import { withoutCasts, type Expression, type LineIndex, type Unit } from '@freehandle/c-source';
import { pointee, type TypeTable } from '../paths/types.ts';
import type { MemberStore } from './facts.ts';
import { isValue } from './lent.ts';

/** Macros at file level that let a variable be set from outside: the positions of the variable and of the mode. */
const parameters: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['module_param', [0, 2]],
  ['module_param_unsafe', [0, 2]],
  ['module_param_named', [1, 3]],
  ['module_param_named_unsafe', [1, 3]],
  ['module_param_cb', [2, 3]],
  ['core_param', [1, 3]],
]);

/** Whether a file of this mode may be written to: `0644`, `S_IRUGO | S_IWUSR`. [6.1 include/linux/moduleparam.h] */
function isWritable(mode: string): boolean {
  const octal = /^0[0-7]*$/.exec(mode.trim());
  return octal ? (parseInt(octal[0], 8) & 0o222) !== 0 : /\bS_IW|\bS_IRWX/.test(mode);
}

/** What the code outside functions lets be stored to file-level variables at any time. */
export function fileLendings(unit: Unit, text: string, types: TypeTable, lines: LineIndex): MemberStore[] {
  const own = new Map(unit.globals.map((global) => [global.name, global.type]));
  const open = (member: string, record: string, start: number, what: string): MemberStore => ({
    ...{ record, member, depth: 0, line: lines.lineOf(start), function: '', value: 'other', source: null },
    ...{ what, isOpen: true },
  });
  const found = unit.fileCalls.flatMap((call): MemberStore[] => {
    if (call.kind !== 'call' || call.callee.kind !== 'name') return [];
    const [name, mode] = parameters.get(call.callee.name) ?? [-1, -1];
    const [variable, bits] = [call.arguments[name], call.arguments[mode]];
    if (!variable || !bits || !isWritable(text.slice(bits.start, bits.end))) return [];
    const place = variable.kind === 'address' ? variable.operand : variable;
    if (place.kind !== 'name') return [];
    return [open(place.name, '', call.start, `the module parameter ${place.name} may be written to at any time`)];
  });
  for (const global of unit.globals) {
    for (const address of global.initial ? addressesIn(global.initial) : []) {
      const { operand } = address;
      const what = (name: string) => `the address of ${name} is kept in ${global.name}`;
      const type = operand.kind === 'name' ? own.get(operand.name) : undefined;
      if (operand.kind === 'name' && type && isValue(types.resolve(type)))
        found.push(open(operand.name, '', address.start, what(operand.name)));
      if (operand.kind !== 'member' || operand.object.kind !== 'name') continue;
      const outer = own.get(operand.object.name);
      const record = outer && types.resolve(operand.arrow ? pointee(outer) : outer).base;
      if (record && isValue(types.resolve(types.member(record, operand.member))))
        found.push(open(operand.member, record, address.start, what(operand.member)));
    }
  }
  return found;
}

function addressesIn(value: Expression): Extract<Expression, { kind: 'address' }>[] {
  const bare = withoutCasts(value);
  if (bare.kind === 'address') return [bare];
  return bare.kind === 'initializer' ? bare.items.flatMap((item) => addressesIn(item.value)) : [];
}
