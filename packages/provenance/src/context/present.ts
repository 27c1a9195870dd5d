import { contains, subexpressions, withoutCasts, type Expression } from '@freehandle/c-source';
import { nullTest } from '../facts/null-test.ts';
import { isNull } from '../flow/reaching.ts';
import type { Step } from '../flow/step.ts';
import { typeOf } from '../paths/types.ts';
import type { CallingContexts } from './calling-context.ts';
import { plainText, type FileFlows, type FunctionFlow } from './file-flows.ts';
import { typesIn } from './mentions.ts';

/** Whether a pointer is shown not to be NULL; `why` says what shows it, or what is missing. */
export interface Presence {
  readonly shown: boolean;
  readonly line: number;
  readonly why: string;
}

/** A member of a record that other files know too. */
export interface SharedMember {
  /** `struct card`; empty when it was not found out. */
  readonly record: string;
  readonly member: string;
}

/** A presence that holds as long as no other file stores NULL in any of `assumes`. */
export interface AssumedPresence extends Presence {
  readonly assumes: readonly SharedMember[];
}

/** A store to a member that other files know too. */
export interface StoredPointer extends SharedMember, AssumedPresence {}

/**
 * Functions of the kernel that read through the pointer to a device that they are given first, so that it is none of
 * NULL where they returned. [6.1 include/linux/pci.h; 2.6.39 drivers/pci]
 */
const reading =
  /^pci_(?:enable_\w+|disable_\w+|set_master|clear_master|set_mwi|clear_mwi|resource_\w+|request_\w+|release_\w+|read_config_\w+|write_config_\w+|name|find_\w*capability|save_state|restore_state|set_power_state|iomap|ioremap_\w+|is_pcie|pcie_cap|choose_state)$/;

/** Functions whose result is never NULL where they are used rightly. [6.1 include/linux/pci.h] */
const giving: ReadonlySet<string> = new Set(['to_pci_dev', 'container_of']);

/**
 * Whether the pointer that `argument` of the call at `offset` is can be shown not to be NULL: by tests and uses before
 * it, by who calls the function, by everything that the file stores in the member.
 */
export function presenceOf(
  file: FileFlows,
  contexts: CallingContexts,
  argument: Expression,
  offset: number,
): AssumedPresence {
  const owner = file.functions.find((one) => contains(one.definition, { start: offset, end: offset }));
  const step = owner?.calls.find(({ call }) => call.start === offset);
  if (!owner || !step)
    return { shown: false, line: file.lines.lineOf(offset), why: 'the call is in no function', assumes: [] };
  return assumed(file, contexts, owner, argument, step.id);
}

interface Search {
  readonly file: FileFlows;
  readonly contexts: CallingContexts;
  readonly assumed: Map<string, SharedMember>;
  /** What is being asked for already: going round in circles shows nothing new. */
  readonly asked: Set<string>;
}

/** What the file stores in members of type `base *` that other files know too. */
export function storedPointers(file: FileFlows, contexts: CallingContexts, base: string): StoredPointer[] {
  return file.functions.flatMap((owner) =>
    owner.flow.steps.flatMap((step): StoredPointer[] => {
      if (step.kind !== 'define' || step.target.kind !== 'member') return [];
      const { target, value } = step;
      const record = recordAt(file, owner, target);
      const names = typesIn(file, owner);
      const types = [target, ...(value ? [value] : [])].map((one) =>
        file.types.resolve(typeOf(one, file.types, names)),
      );
      if (isOwn(file, record) || !types.some((type) => type.base === base)) return [];
      const { member } = target;
      const line = file.lines.lineOf(step.span.start);
      if (!value || step.operator !== '=')
        return [{ record, member, shown: false, line, why: `${member} is changed`, assumes: [] }];
      return [{ record, member, ...assumed(file, contexts, owner, value, step.id), line }];
    }),
  );
}

function assumed(
  file: FileFlows,
  contexts: CallingContexts,
  owner: FunctionFlow,
  value: Expression,
  at: number,
): AssumedPresence {
  const search = { file, contexts, assumed: new Map<string, SharedMember>(), asked: new Set<string>() };
  const presence = ofValue(search, owner, value, at);
  return { ...presence, assumes: presence.shown ? [...search.assumed.values()] : [] };
}

/** Whether a record is the file's own, so that no other file can name its members. */
function isOwn(file: FileFlows, record: string): boolean {
  return file.unit.records.some(({ name }) => name === record) && !/\.h$/.test(file.unit.path);
}

function ofValue(search: Search, owner: FunctionFlow, value: Expression, at: number): Presence {
  const { file } = search;
  const bare = withoutCasts(value);
  const line = file.lines.lineOf(bare.start);
  const shown = (why: string): Presence => ({ shown: true, line, why });
  const missing = (why: string): Presence => ({ shown: false, line, why });
  switch (bare.kind) {
    case 'address':
      return shown('it is the address of an object');
    case 'name':
    case 'member':
      return isNull(bare) ? missing('it is given NULL here') : ofPlace(search, owner, bare, at);
    case 'assign':
      return ofValue(search, owner, bare.right, at);
    case 'call': {
      const name = bare.callee.kind === 'name' ? bare.callee.name : '';
      const [first] = bare.arguments;
      if (giving.has(name)) return shown(`${name} gives the object around a member`);
      if (name === 'pci_dev_get' && first) return ofValue(search, owner, first, at);
      return missing(`the result of ${name || 'a call'} may be NULL`);
    }
    default:
      return missing('nothing shows that it is not NULL');
  }
}

/** A variable or member just before step `at`: every way there passes what shows it, or began with what does. */
function ofPlace(search: Search, owner: FunctionFlow, place: Expression, at: number): Presence {
  const { file, asked } = search;
  const text = squashed(file, place);
  const root = rootOf(place);
  const key = `${owner.definition.start}:${at}:${text}`;
  const line = file.lines.lineOf(place.start);
  if (asked.has(key)) return { shown: true, line, why: 'as before' };
  asked.add(key);
  const seen = new Set<number>();
  const pending = [at];
  let by: Presence | null = null;
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const edge of owner.flow.steps[id]!.previous) {
      const step = owner.flow.steps[edge.to]!;
      if (step.kind === 'branch' && edge.when !== null && isTested(search, step.condition, text) === edge.when) {
        by ??= { shown: true, line: file.lines.lineOf(step.span.start), why: `${text} is tested` };
        continue;
      }
      if (step.kind === 'define' && squashed(file, step.target) === text) {
        const given = step.value && step.operator === '=' ? ofValue(search, owner, step.value, step.id) : null;
        if (!given?.shown) return given ?? missing(search, step, `${text} is changed`);
        by ??= given;
        continue;
      }
      const use = useIn(search, step, text);
      if (use) {
        by ??= { shown: true, line: file.lines.lineOf(use.start), why: `${text} is used as one before` };
        continue;
      }
      const isStart =
        step.kind === 'entry' || (step.kind === 'define' && step.target.kind === 'name' && step.target.name === root);
      if (isStart) {
        const began = place.kind === 'member' ? ofMember(search, owner, place) : ofName(search, owner, place, step);
        if (!began.shown) return began;
        by ??= began;
        continue;
      }
      if (seen.has(step.id)) continue;
      seen.add(step.id);
      pending.push(step.id);
    }
  }
  return by ?? { shown: false, line, why: `nothing shows that ${text} is not NULL` };
}

/** A variable as the function began: what its callers give it. */
function ofName(search: Search, owner: FunctionFlow, place: Expression, step: Step): Presence {
  const { file, contexts } = search;
  const { definition, flow } = owner;
  const name = place.kind === 'name' ? place.name : '';
  const position = flow.variables.find((one) => one.kind === 'parameter' && one.name === name)?.position ?? -1;
  if (position < 0 || step.kind !== 'entry') return missing(search, step, `what ${name} is was not found out`);
  if (!definition.isStatic)
    return missing(search, step, `${definition.name} is not static: other files may give it NULL for ${name}`);
  let by: Presence | null = null;
  for (const mention of contexts.mentions(owner)) {
    const line = file.lines.lineOf(mention.offset);
    if (mention.kind === 'entry' && mention.givesDevice && position === 0) {
      by ??= { shown: true, line, why: `${definition.name} is given a device: ${mention.what}` };
      continue;
    }
    const argument = mention.kind === 'call' ? mention.step.call.arguments[position] : undefined;
    if (mention.kind !== 'call' || !argument)
      return { shown: false, line, why: `what calls ${definition.name} here, and with which ${name}, is not known` };
    const given = ofValue(search, mention.owner, argument, mention.step.id);
    if (!given.shown) return given;
    by ??= given;
  }
  return by ?? missing(search, step, `nothing in the file calls ${definition.name}`);
}

/** A member that the function has not set: all that the file stores in it, where no other file can know it. */
function ofMember(search: Search, owner: FunctionFlow, place: Expression): Presence {
  const { file } = search;
  const line = file.lines.lineOf(place.start);
  if (place.kind !== 'member') return { shown: false, line, why: 'it is no member' };
  const { member } = place;
  const record = recordAt(file, owner, place);
  const no = (why: string, offset = place.start): Presence => ({ shown: false, line: file.lines.lineOf(offset), why });
  if (record === '') return no(`the type of what ${member} is a member of is not known`);
  let by: Presence | null = null;
  for (const other of file.functions) {
    for (const step of other.flow.steps) {
      const given = step.kind === 'call' ? step.call.arguments : [];
      const lent = given.map(withoutCasts).find((one) => one.kind === 'address' && isMember(one.operand));
      if (lent && mayBe(other, lent.kind === 'address' ? lent.operand : lent))
        return no(`${member} may be stored to by its address`, lent.start);
      if (step.kind !== 'define' || !isMember(step.target) || !mayBe(other, step.target)) continue;
      if (!step.value || step.operator !== '=') return no(`${member} is changed`, step.span.start);
      const stored = ofValue(search, other, step.value, step.id);
      if (!stored.shown) return stored;
      by ??= {
        ...stored,
        line: file.lines.lineOf(step.span.start),
        why: `all that is stored in ${member}: ${stored.why}`,
      };
    }
  }
  if (isOwn(file, record)) return by ?? no(`nothing in the file stores to ${member}`);
  search.assumed.set(`${record}.${member}`, { record, member });
  return by ?? { shown: true, line, why: `nothing stores NULL in ${member} of ${record}` };

  function isMember(target: Expression): boolean {
    return target.kind === 'member' && target.member === member;
  }

  function mayBe(other: FunctionFlow, target: Expression): boolean {
    const theirs = recordAt(file, other, target);
    return theirs === '' || theirs === record;
  }
}

/** The record whose member an expression names; empty when that is not known. */
function recordAt(file: FileFlows, owner: FunctionFlow, place: Expression): string {
  if (place.kind !== 'member') return '';
  return file.types.resolve(typeOf(place.object, file.types, typesIn(file, owner))).base;
}

function isTested({ file }: Search, condition: Expression, text: string): boolean | null {
  return nullTest(condition, (one) => squashed(file, one.kind === 'assign' ? one.left : one) === text);
}

/** Where a step certainly reads through the pointer. */
function useIn({ file }: Search, step: Step, text: string): Expression | null {
  const parts =
    step.kind === 'call'
      ? [step.call]
      : step.kind === 'define'
        ? [step.target, ...(step.value ? [step.value] : [])]
        : step.kind === 'branch'
          ? [step.condition]
          : [];
  for (const part of parts) {
    const found = usedIn(part);
    if (found) return found;
  }
  return null;

  function usedIn(expression: Expression): Expression | null {
    // `&p->member` reads nothing; the parts of these need not be evaluated.
    if (['address', 'conditional', 'sizeof', 'statements', 'initializer'].includes(expression.kind)) return null;
    if (expression.kind === 'binary' && ['&&', '||'].includes(expression.operator)) return usedIn(expression.left);
    if (expression.kind === 'member' && expression.arrow && squashed(file, expression.object) === text)
      return expression;
    if (expression.kind === 'call' && expression.callee.kind === 'name') {
      const [first] = expression.arguments;
      if (first && reading.test(expression.callee.name) && squashed(file, first) === text) return expression;
      if (/^[A-Z]/.test(expression.callee.name) || file.macros.has(expression.callee.name)) return null;
    }
    for (const part of subexpressions(expression)) {
      const found = usedIn(part);
      if (found) return found;
    }
    return null;
  }
}

function rootOf(place: Expression): string {
  if (place.kind === 'name') return place.name;
  return place.kind === 'member' ? rootOf(withoutCasts(place.object)) : '';
}

function squashed(file: FileFlows, expression: Expression): string {
  return plainText(file, withoutCasts(expression));
}

function missing({ file }: Search, step: Step, why: string): Presence {
  return { shown: false, line: file.lines.lineOf(step.span.start), why };
}
