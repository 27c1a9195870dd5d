import { withoutCasts, type Expression, type FunctionDefinition, type Unit } from '@freehandle/c-source';
import type { FileFrame } from '../../explore/frame.ts';
import { isHarmless } from '../../kernel/harmless.ts';
import { isPure } from '../../kernel/pure-calls.ts';
import { releasingCalls } from '../../kernel/releases.ts';
import { declarationsIn, everyExpressionIn, everyStatement } from '../../scan/statements.ts';
import { onlookers } from './onlookers.ts';

/** A member by the path from the last pointer on, and the structure that the pointer leads to; null when it is not known. */
export interface MemberPath {
  readonly record: string | null;
  readonly path: string;
}

/** A member whose value goes somewhere. */
export interface GivenMember extends MemberPath {
  /** What else the function is given that the value is given to; null where it is returned or stored. */
  readonly along: Along | null;
}

/** The other arguments of a call. */
export interface Along {
  readonly members: readonly MemberPath[];
  /** Whether an object is among them that may lead to anything. */
  readonly isObject: boolean;
}

/** What the functions of a file do with what members hold. */
export interface Uses {
  /** Members whose value is given to a function that may keep or free it, returned, or stored elsewhere. */
  readonly given: readonly GivenMember[];
  /** Members whose value is stored in another member of the same object. */
  readonly copied: readonly { readonly from: MemberPath; readonly to: MemberPath }[];
  /** Those whose value is given to a function that frees. */
  readonly freed: readonly (MemberPath & { readonly function: string })[];
  /** Those that are set to NULL, and where. */
  readonly cleared: readonly (MemberPath & { readonly function: string; readonly offset: number })[];
  /** Objects that a function that frees is given by the name of the pointer. */
  readonly released: readonly Released[];
}

/** An object that is freed as a whole. */
export interface Released {
  readonly record: string;
  /** The variable that points to it. */
  readonly variable: string;
  readonly function: string;
  readonly call: string;
  readonly offset: number;
}

/** Reads what the functions of a unit do with members. */
export function usesOf(file: FileFrame, unit: Unit): Uses {
  const given: GivenMember[] = [];
  const copied: { from: MemberPath; to: MemberPath }[] = [];
  const freed: (MemberPath & { function: string })[] = [];
  const cleared: (MemberPath & { function: string; offset: number })[] = [];
  const released: Released[] = [];
  const looksOn = onlookers(file, (name) => looksOnly(file, name));
  for (const definition of unit.functions) {
    const typed = recordsOf(file, definition);
    const pathOf = (expression: Expression): MemberPath => pathIn(expression, typed);
    const aliases = aliasesIn(definition, pathOf);
    const inner = innerIn(definition);
    const pathsOf = (expression: Expression): readonly MemberPath[] => {
      const value = bare(expression);
      if (value.kind === 'member') return [pathOf(value)];
      return value.kind === 'name' ? (aliases.get(value.name) ?? []) : [];
    };
    const give = (expression: Expression, along: Along | null = null): void => {
      if (!isInside(expression, inner)) given.push(...pathsOf(expression).map((one) => ({ ...one, along })));
    };
    const alongIn = (others: readonly Expression[]): Along => ({
      members: others.flatMap(pathsOf),
      isObject: others.map(withoutCasts).some((one) => one.kind === 'name' && leadsOn(typed.get(one.name))),
    });
    const free = (call: string, offset: number, expression: Expression): void => {
      for (const one of pathsOf(expression)) freed.push({ ...one, function: definition.name });
      const value = withoutCasts(expression);
      const record = value.kind === 'name' ? typed.get(value.name) : undefined;
      if (value.kind === 'name' && record !== undefined)
        released.push({ record, variable: value.name, function: definition.name, call, offset });
    };
    for (const expression of everyExpressionIn(definition.body)) {
      if (expression.kind === 'call') {
        const name = expression.callee.kind === 'name' ? expression.callee.name : '';
        const freeing = file.functions.has(name) ? undefined : file.families.frees.get(name);
        const position = freeing?.call.arguments.indexOf('vaddr') ?? releasingCalls.get(name);
        if (position !== undefined) {
          const value = expression.arguments[position];
          if (value) free(name, expression.start, value);
        } else if (!looksOn(name) && (file.functions.has(name) || !looksOnly(file, name))) {
          const all = expression.arguments;
          for (const one of all) give(one, alongIn(all.filter((other) => other !== one)));
        }
      }
      if (expression.kind === 'assign') {
        const to = bare(expression.left);
        const from = bare(expression.right);
        if (to.kind === 'member' && from.kind === 'member' && rootName(to) === rootName(from))
          copied.push({ from: pathOf(from), to: pathOf(to) });
        else if (to.kind === 'member' && isNull(from))
          cleared.push({ ...pathOf(to), function: definition.name, offset: expression.start });
        else if (to.kind === 'member') give(expression.right);
      }
    }
    for (const value of returnsIn(definition.body)) give(value);
  }
  return { given, copied, freed, cleared, released };
}

/** The records that the variables of a function point to, by name; those whose header is not there too, as they are written. */
function recordsOf(file: FileFrame, { parameters, body }: FunctionDefinition): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, type } of [...parameters, ...everyDeclaration(body)]) {
    const { base, pointers } = file.types.resolve(type);
    if (base !== '' && pointers === 1) found.set(name, base);
  }
  return found;
}

/** Whether a pointer to such a structure may lead to a driver's objects; these of the kernel hold none. */
function leadsOn(record: string | undefined): boolean {
  return (
    record !== undefined &&
    /^(?:struct|union) /.test(record) &&
    !/ (?:device|page|scatterlist|sg_table|vm_area_struct)$/.test(record)
  );
}

function everyDeclaration(body: Body): ReturnType<typeof declarationsIn> {
  const inner = everyStatement(body).flatMap((statement) =>
    statement.kind === 'block'
      ? declarationsIn(statement.body)
      : statement.kind === 'loop'
        ? declarationsIn(statement.first)
        : [],
  );
  return [...declarationsIn(body), ...inner];
}

function looksOnly(file: FileFrame, name: string): boolean {
  return isHarmless(name) || isPure(name) || file.families.allocators.has(name);
}

function isNull(value: Expression): boolean {
  return (value.kind === 'name' && value.name === 'NULL') || (value.kind === 'number' && value.text === '0');
}

/** Locals that walk through memory, or are only given addresses inside of it. */
function innerIn({ parameters, body }: FunctionDefinition): ReadonlySet<string> {
  const inner = new Set<string>();
  const others = new Set(parameters.map(({ name }) => name));
  const add = (name: string, value: Expression): void => void (isInside(value, inner) ? inner : others).add(name);
  for (const { name, initial } of everyDeclaration(body)) if (initial) add(name, initial);
  const walking: string[] = [];
  for (const expression of everyExpressionIn(body)) {
    const target =
      expression.kind === 'assign' ? expression.left : expression.kind === 'update' ? expression.operand : null;
    if (target?.kind !== 'name') continue;
    if (expression.kind === 'assign' && expression.operator === '=') add(target.name, expression.right);
    else walking.push(target.name);
  }
  return new Set([...[...inner].filter((name) => !others.has(name)), ...walking]);
}

/** Whether a value is an address some way into memory, which is none to free it by. */
function isInside(expression: Expression, inner: ReadonlySet<string>): boolean {
  const value = withoutCasts(expression);
  if (value.kind === 'name') return inner.has(value.name);
  if (value.kind === 'binary') return value.operator === '+';
  return value.kind === 'address' && value.operand.kind === 'index' && value.operand.index.kind !== 'number';
}

/** Locals that are given the value of a member, with its path. */
function aliasesIn(
  { body }: FunctionDefinition,
  pathOf: (expression: Expression) => MemberPath,
): Map<string, MemberPath[]> {
  const aliases = new Map<string, MemberPath[]>();
  const add = (name: string, value: Expression): void => {
    const from = bare(value);
    if (from.kind === 'member') aliases.set(name, [...(aliases.get(name) ?? []), pathOf(from)]);
  };
  for (const expression of everyExpressionIn(body))
    if (expression.kind === 'assign' && expression.left.kind === 'name') add(expression.left.name, expression.right);
  for (const { name, initial } of everyDeclaration(body)) if (initial) add(name, initial);
  return aliases;
}

function pathIn(expression: Expression, typed: ReadonlyMap<string, string>): MemberPath {
  const path: string[] = [];
  let at = expression;
  let record: string | null = null;
  while (at.kind === 'member' || at.kind === 'index') {
    if (at.kind === 'member') path.unshift(at.member);
    if (at.kind === 'member' && at.arrow) {
      const object = withoutCasts(at.object);
      record = object.kind === 'name' ? (typed.get(object.name) ?? null) : null;
      break;
    }
    at = at.object;
  }
  return { record, path: path.join('.') };
}

/** The variable that a member is reached from; null when it is none. */
export function rootName(expression: Expression): string | null {
  let at = withoutCasts(expression);
  while (at.kind === 'member' || at.kind === 'index') at = withoutCasts(at.object);
  return at.kind === 'name' ? at.name : null;
}

function bare(expression: Expression): Expression {
  let at = withoutCasts(expression);
  while (at.kind === 'index' || at.kind === 'address' || (at.kind === 'binary' && /^[-+]$/.test(at.operator)))
    at = withoutCasts(at.kind === 'index' ? at.object : at.kind === 'address' ? at.operand : at.left);
  return at;
}

type Body = FunctionDefinition['body'];

function* returnsIn(body: Body): Generator<Expression> {
  for (const statement of everyStatement(body))
    if (statement.kind === 'return' && statement.value) yield statement.value;
}
