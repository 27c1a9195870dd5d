import {
  contains,
  identifierOffsets,
  overlaps,
  tokensOf,
  type Source,
  type Span,
  type Unit,
} from '@freehandle/c-source';
import type { Migration } from '../migrations/migration.ts';
import type { RefusalReason } from '../refusals/refusal.ts';

/** A call of the old form that the tree does not show as one. */
export interface HiddenCall extends Span {
  readonly reason: Extract<RefusalReason, 'macro-body' | 'unparsed' | 'conflicting-config'>;
  readonly function: string | null;
}

/**
 * Old calls that are in none of `known` (offsets of sites): in the body of a macro, in a branch inside an expression,
 * or in code that did not parse. So every call in the text is accounted for.
 */
export function hiddenCalls(
  source: Source,
  unit: Unit,
  migration: Migration,
  known: ReadonlySet<number>,
): HiddenCall[] {
  const { text } = source;
  const declared = [...unit.functions, ...unit.prototypes]
    .filter((one) => one.name === migration.oldCall.name)
    .map((one) => ({ start: one.start, end: one.parameterList.end }));
  return identifierOffsets(text, migration.oldCall.name).flatMap((start): HiddenCall[] => {
    if (known.has(start) || declared.some((span) => contains(span, { start, end: start + 1 }))) return [];
    const call = callAt(text, start, migration.oldCall.name);
    if (!call || call.arguments !== migration.oldCall.parameters.length) return [];
    const span = { start, end: call.end };
    const macro = unit.macros.find((one) => contains(one, span));
    if (macro?.name === migration.oldCall.name && start < macro.parameterList.end) return [];
    const definition = unit.functions.find((one) => contains(one, span)) ?? null;
    if (macro || isInDirective(text, start))
      return [{ ...span, reason: 'macro-body', function: definition?.name ?? null }];
    const reason = unit.hidden.some((one) => overlaps(one, span)) ? 'conflicting-config' : 'unparsed';
    return [{ ...span, reason, function: definition?.name ?? null }];
  });
}

function callAt(text: string, start: number, name: string): { end: number; arguments: number } | null {
  const tokens = tokensOf(text, start + name.length, Math.min(text.length, start + 4096));
  if (tokens[0] === undefined || text[tokens[0].start] !== '(') return null;
  let depth = 0;
  let commas = 0;
  let any = false;
  for (const token of tokens) {
    const char = text[token.start];
    if (token.kind === 'punctuation' && (char === '(' || char === '[' || char === '{')) depth++;
    else if (token.kind === 'punctuation' && (char === ')' || char === ']' || char === '}')) depth--;
    else any = true;
    if (char === ',' && depth === 1) commas++;
    if (depth === 0) return { end: token.end, arguments: any ? commas + 1 : 0 };
  }
  return null;
}

/** Whether the line, with the lines it continues, is a preprocessor directive. */
function isInDirective(text: string, offset: number): boolean {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  while (start > 1 && /\\\r?$/.test(text.slice(Math.max(0, start - 3), start - 1)))
    start = text.lastIndexOf('\n', start - 2) + 1;
  return /^[ \t]*#/.test(text.slice(start, offset));
}
