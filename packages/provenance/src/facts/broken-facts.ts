import { tokensOf, type LineIndex, type Source, type Span, type Unit } from '@freehandle/c-source';

/** A part of a function that did not parse and that may hide a store. */
export interface BrokenFact {
  readonly function: string;
  readonly line: number;
  /** The names in it. */
  readonly names: readonly string[];
}

/** What may store: an assignment or a count. A call that is not shown as one stores no more than one that is. */
const STORES = /(?<![=!<>])=(?!=)|[<>]{2}=|\+\+|--/;

/** The parts of functions that did not parse, except those that cannot store anything. */
export function brokenFacts(source: Source, unit: Unit, lines: LineIndex): BrokenFact[] {
  return unit.functions.flatMap((definition) =>
    [...definition.broken, ...definition.contained].flatMap((span): BrokenFact[] => {
      const text = statementAround(source.text, span, definition);
      if (!STORES.test(text)) return [];
      const names = tokensOf(text).filter((token) => token.kind === 'name');
      return [
        {
          function: definition.name,
          line: lines.lineOf(span.start),
          names: [...new Set(names.map((token) => text.slice(token.start, token.end)))],
        },
      ];
    }),
  );
}

/** The text from the end of the statement before to the end of this one: the parser's idea of what is wrong may be too small. */
function statementAround(text: string, span: Span, within: Span): string {
  const before = text.slice(within.start, span.start);
  const start = within.start + Math.max(before.lastIndexOf(';'), before.lastIndexOf('{'), before.lastIndexOf('}')) + 1;
  const after = text.slice(span.end, within.end).search(/[;{}]/);
  return text.slice(start, after < 0 ? within.end : span.end + after);
}
