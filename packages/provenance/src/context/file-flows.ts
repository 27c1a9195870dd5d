import {
  lineIndex,
  tokensOf,
  type Span,
  type FunctionDefinition,
  type Lexemes,
  type LineIndex,
  type Source,
  type Unit,
} from '@freehandle/c-source';
import { buildFlow } from '../flow/build.ts';
import { macroTable, type MacroTable } from '../flow/macro-words.ts';
import type { CallStep, Flow } from '../flow/step.ts';
import { typeTable, type TypeTable } from '../paths/types.ts';

/** A file whose functions are all looked at: what its calling contexts are made from. */
export interface FileFlows {
  readonly text: string;
  readonly lexemes: Lexemes;
  readonly lines: LineIndex;
  readonly unit: Unit;
  readonly types: TypeTable;
  readonly macros: MacroTable;
  readonly functions: readonly FunctionFlow[];
}

/** A function and its flow of control. */
export interface FunctionFlow {
  readonly definition: FunctionDefinition;
  readonly flow: Flow;
  readonly calls: readonly CallStep[];
}

/** The text of an expression without what means nothing: the same for the same tokens. */
export function plainText({ text }: FileFlows, { start, end }: Span): string {
  const own = text.slice(start, end);
  if (!own.includes('/')) return own.replace(/\s+/g, '');
  return tokensOf(own)
    .map((token) => own.slice(token.start, token.end))
    .join('');
}

/** The flows of all functions of a file that was parsed in full; `headers` are units that it may use types and macros of. */
export function fileFlows(source: Source, lexemes: Lexemes, unit: Unit, headers: readonly Unit[]): FileFlows {
  const macros = macroTable([unit, ...headers].flatMap((one) => one.macros));
  return {
    text: source.text,
    lexemes,
    lines: lineIndex(source.text),
    unit,
    types: typeTable([unit, ...headers]),
    macros,
    functions: unit.functions.map((definition) => {
      const flow = buildFlow(definition, macros);
      return { definition, flow, calls: flow.steps.filter((step): step is CallStep => step.kind === 'call') };
    }),
  };
}
