import {
  lineIndex,
  tokensOf,
  type CParameter,
  type Edit,
  type Source,
  type Span,
  type Unit,
} from '@freehandle/c-source';
import {
  addedParameters,
  isInOrder,
  type AddedParameters,
  type Migration,
  type Parameter,
} from '../migrations/migration.ts';
import type { Declaration } from '../plan/plan.ts';
import { insertItems } from './insert-items.ts';
import { editedText } from './rewrite-call.ts';

/**
 * The prototypes, definitions and function-like macros of the old call, with their new form. Where the new call has another
 * name, or its parameters another order, they stay: it is declared elsewhere, and others may still need the old one.
 */
export function rewriteDeclarations(source: Source, file: string, unit: Unit, migration: Migration): Declaration[] {
  const { name, parameters: old } = migration.oldCall;
  if (migration.newCall.name !== name || !isInOrder(migration)) return [];
  const { text } = source;
  const lines = lineIndex(text);
  const found: Declaration[] = [];
  const add = (kind: Declaration['kind'], span: Span, edits: Edit[]): void => {
    const before = text.slice(span.start, span.end);
    found.push({ file, line: lines.lineOf(span.start), kind, before, after: editedText(text, span, edits), edits });
  };
  for (const definition of unit.functions) {
    if (definition.name !== name || definition.parameters.length !== old.length) continue;
    if (!isOneHead(text, name, definition)) continue;
    // `f(vaddr) void *vaddr; { … }` takes more than a longer list.
    if (definition.parameters.some((one) => text.slice(one.start, one.end) === one.name)) continue;
    const taken = new Set(
      tokensOf(text, definition.parameterList.end, definition.end).map((token) => text.slice(token.start, token.end)),
    );
    const edits = extendParameters(text, definition.parameterList, definition.parameters, migration, taken);
    add('definition', { start: definition.start, end: definition.parameterList.end }, edits);
  }
  for (const prototype of unit.prototypes) {
    if (prototype.name !== name || prototype.parameters.length !== old.length) continue;
    if (!isOneHead(text, name, prototype)) continue;
    const edits = extendParameters(text, prototype.parameterList, prototype.parameters, migration, new Set());
    add(prototype.isPointer ? 'function-pointer' : 'prototype', prototype, edits);
  }
  const isAppended = addedParameters(migration).every(({ after }) => after === old.length);
  for (const macro of unit.macros) {
    if (
      macro.name !== name ||
      macro.parameters === null ||
      macro.parameters.length >= migration.newCall.parameters.length
    )
      continue;
    if (macro.isVariadic) continue;
    if (macro.parameters.length !== old.length && !isAppended) continue;
    const body = new Set(
      tokensOf(text, macro.body.start, macro.body.end).map((token) => text.slice(token.start, token.end)),
    );
    const taken = new Set([...body, ...macro.parameters]);
    const inserted = missingParameters(macro.parameters.length, migration).map(({ after, parameters }) => ({
      after,
      items: parameters.map(({ name: wanted }) => freeName(wanted, taken)),
    }));
    const span = { start: macro.start, end: macro.body.end };
    add('macro', span, insertItems(text, macro.parameterList, inserted, 'macro'));
  }
  return found;
}

/**
 * Whether the list is that of `name`, closed, and nothing else ends in it: what was read over the end of another declaration is none.
 * With a directive in it, it is another list in each configuration.
 */
function isOneHead(
  text: string,
  name: string,
  { start, parameterList: list }: Span & { readonly parameterList: Span },
): boolean {
  const words = (from: number, to: number) => tokensOf(text, from, to).map((one) => text.slice(one.start, one.end));
  const before = words(start, list.start);
  // `(*name)(…)` and `(name)(…)`
  const named = before.at(-1) === ')' ? before.at(-2) : before.at(-1);
  const own = words(list.start, list.end);
  const count = (paren: string) => own.filter((word) => word === paren).length;
  return named === name && count('(') === count(')') && ![...before, ...own].some((word) => /^[;{}#]$/.test(word));
}

/** Edits that give a parameter list of the old form the new parameters, named where the old ones are. */
export function extendParameters(
  text: string,
  list: Span,
  parameters: readonly CParameter[],
  migration: Migration,
  taken: ReadonlySet<string>,
): Edit[] {
  const named = parameters.at(-1)?.name !== '';
  const inserted = missingParameters(parameters.length, migration).map((group) => ({
    after: group.after,
    items: group.parameters.map((parameter) => declare(parameter, named, taken)),
  }));
  return insertItems(text, list, inserted, 'code');
}

/** What a list of so many parameters lacks: one that has some of the new ones already has the first of them. */
function missingParameters(count: number, migration: Migration): readonly AddedParameters[] {
  if (count === migration.oldCall.parameters.length) return addedParameters(migration);
  return [{ after: count, parameters: migration.newCall.parameters.slice(count) }];
}

function declare(parameter: Parameter, named: boolean, taken: ReadonlySet<string>): string {
  if (!named) return parameter.type.trimEnd();
  const gap = parameter.type.endsWith('*') ? '' : ' ';
  return `${parameter.type}${gap}${freeName(parameter.name, taken)}`;
}

/** `name`, with underscores before it until nothing else is called so. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? freeName(`_${name}`, taken) : name;
}
