import {
  contains,
  identifierOffsets,
  lineIndex,
  overlaps,
  tokensOf,
  type MacroDefinition,
  type Lexemes,
  type Span,
  type Unit,
} from '@freehandle/c-source';
import { oldForms, type CallForm, type Migration } from '../migrations/migration.ts';
import { macroArguments, type MacroArguments } from '../rewrite/macro-arguments.ts';
import type { RefusalReason } from '../refusals/refusal.ts';
import { callAt } from './call-at.ts';

/** A call of the old form that the tree does not show as one, or a place that takes the function's address. */
export interface HiddenCall extends Span {
  readonly reason: Extract<RefusalReason, 'macro-body' | 'unparsed' | 'conflicting-config' | 'function-pointer'>;
  readonly function: string | null;
  /** For a call in a macro whose parameters hold the size and the handle: which they are. */
  readonly macro: (MacroArguments & { readonly name: string; readonly line: number }) | null;
}

/**
 * Old calls that are in none of `known` (offsets of sites): in the body of a macro, in a branch inside an expression,
 * or in code that did not parse. So every call in the text is accounted for.
 */
export function hiddenCalls(
  lexemes: Lexemes,
  unit: Unit,
  migration: Migration,
  known: ReadonlySet<number>,
): HiddenCall[] {
  const found = new Map<number, HiddenCall>();
  for (const form of oldForms(migration))
    for (const call of hiddenCallsOf(form, lexemes, unit, migration, known))
      if (!found.has(call.start)) found.set(call.start, call);
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function hiddenCallsOf(
  form: CallForm,
  lexemes: Lexemes,
  unit: Unit,
  migration: Migration,
  known: ReadonlySet<number>,
): HiddenCall[] {
  const { text } = lexemes;
  const declared = [...unit.functions, ...unit.prototypes]
    .filter((one) => one.name === form.name)
    .map((one) => ({ start: one.start, end: one.parameterList.end }));
  return identifierOffsets(lexemes, form.name).flatMap((start): HiddenCall[] => {
    if (known.has(start) || declared.some((span) => contains(span, { start, end: start + 1 }))) return [];
    // A member that is called so is another matter.
    if (/(?:->|\.)(?:\s|\/\*[^]*?\*\/)*$/.test(text.slice(Math.max(0, start - 200), start))) return [];
    const call = callAt(text, start, form.name);
    const alias = unit.macros.find((one) => contains(one.body, { start, end: start + 1 }));
    if (!call && alias && alias.name !== form.name) {
      const end = start + form.name.length;
      return [{ start, end, reason: 'macro-body', function: null, macro: null }];
    }
    if (!call && !isInDirective(text, start) && takesAddress(unit, start)) {
      const outer = unit.functions.find((one) => contains(one, { start, end: start + 1 }));
      const end = start + form.name.length;
      return [{ start, end, reason: 'function-pointer', function: outer?.name ?? null, macro: null }];
    }
    if (!call || call.arguments !== form.parameters.length) return [];
    const span = { start, end: call.end };
    const macro = unit.macros.find((one) => contains(one, span));
    if (macro?.name === form.name && start < macro.parameterList.end) return [];
    const definition = unit.functions.find((one) => contains(one, span)) ?? null;
    if (macro || isInDirective(text, start))
      return [{ ...span, reason: 'macro-body', function: definition?.name ?? null, macro: inMacro(macro, span) }];
    const reason = unit.hidden.some((one) => overlaps(one, span)) ? 'conflicting-config' : 'unparsed';
    return [{ ...span, reason, function: definition?.name ?? null, macro: null }];
  });

  function inMacro(macro: MacroDefinition | undefined, span: Span): HiddenCall['macro'] {
    // Casts and parentheses around the pointer leave it the parameter that it is.
    const argument = tokensOf(text, span.start + form.name.length, span.end)
      .map((token) => text.slice(token.start, token.end))
      .join(' ');
    const pointer = /^\s*\((?:\s|\(\s*(?:const\s+)?(?:void|char|u8)\s*\*\s*\)|\()*(\w+)[\s)]*$/.exec(argument)?.[1];
    const found = macro && pointer ? macroArguments(text, unit, macro, pointer, migration) : null;
    return found && { ...found, name: macro!.name, line: lineIndex(text).lineOf(macro!.start) };
  }
}

/** Whether a mention without a call makes the function's address known elsewhere: not where it is declared or exported. */
function takesAddress(unit: Unit, start: number): boolean {
  const span = { start, end: start + 1 };
  const own = [...unit.globals.map((one) => one.nameSpan), ...unit.functions.map((one) => one.nameSpan)];
  return ![
    ...unit.fileCalls,
    ...unit.macros,
    ...own,
    ...unit.broken,
    ...unit.functions.flatMap((one) => [...one.broken, ...one.contained]),
  ].some((one) => contains(one, span));
}

/** Whether the line, with the lines it continues, is a preprocessor directive. */
function isInDirective(text: string, offset: number): boolean {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  while (start > 1 && /\\\r?$/.test(text.slice(Math.max(0, start - 3), start - 1)))
    start = text.lastIndexOf('\n', start - 2) + 1;
  return /^[ \t]*#/.test(text.slice(start, offset));
}
