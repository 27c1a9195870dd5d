import { identifierOffsets, tokensOf, type LineIndex, type Source } from '@freehandle/c-source';

/** A directive that gives a name a meaning, or takes it away. */
export interface MacroFact {
  readonly name: string;
  readonly start: number;
  readonly line: number;
  /** The replacement without blanks; null for `#undef`. */
  readonly body: string | null;
  /** The names in the replacement. */
  readonly uses: readonly string[];
}

const DIRECTIVE = /^(?:\u00ef\u00bb\u00bf)?[ \t]*#[ \t]*(define|undef)[ \t]+([A-Za-z_]\w*)((?:\\\r?\n|[^\n])*)/gm;

/** All `#define` and `#undef` of a file, wherever they stand. */
export function macroFacts(source: Source, lines: LineIndex): MacroFact[] {
  return [...source.text.matchAll(DIRECTIVE)]
    .filter((match) => identifierOffsets(match[0], match[2]!).length > 0)
    .map((match) => {
      const rest = match[3]!;
      const tokens = tokensOf(rest);
      const words = tokens.map((token) => rest.slice(token.start, token.end)).filter((word) => !/^\\?\s*$/.test(word));
      return {
        name: match[2]!,
        start: match.index,
        line: lines.lineOf(match.index),
        body: match[1] === 'undef' ? null : words.join(' '),
        uses: [...new Set(tokens.filter((token) => token.kind === 'name').map((t) => rest.slice(t.start, t.end)))],
      };
    });
}
