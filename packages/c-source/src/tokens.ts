import { HASH, idsOf, lex, NAME, NUMBER, TEXT, type Lexemes } from './lexer.ts';

/** A token of C as written, before the preprocessor; white space and comments are left out. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'punctuation' | 'directive';
  readonly start: number;
  readonly end: number;
}

/**
 * Where `name` stands as an identifier in code: not in a comment, a string or a character constant.
 * A string that is not closed ends with its line, a comment that is not closed with the file.
 */
export function identifierOffsets(code: string | Lexemes, name: string): number[] {
  const found: number[] = [];
  if (!(typeof code === 'string' ? code : code.text).includes(name)) return found;
  const lexemes = typeof code === 'string' ? lex(code) : code;
  const [id] = idsOf(lexemes, [name]);
  if (id === undefined) return found;
  for (let i = 0; i < lexemes.count; i++) if (lexemes.ids[i] === id) found.push(lexemes.starts[i]!);
  return found;
}

/** A comment, string or character constant that is not closed, and that holds one of the names looked for. */
export interface OpenLexeme {
  readonly kind: 'comment' | 'string' | 'character constant';
  readonly start: number;
}

/** The first comment, string or character constant that is not closed and mentions one of `names`, or null. */
export function openLexemeWith({ text, open }: Lexemes, names: readonly string[]): OpenLexeme | null {
  for (const { start, end } of open) {
    const lexeme = text.slice(start, end);
    if (!names.some((name) => identifierIn(lexeme, name))) continue;
    const kind = lexeme.startsWith('/*') ? 'comment' : lexeme.startsWith('"') ? 'string' : 'character constant';
    return { kind, start };
  }
  return null;
}

function identifierIn(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(text);
}

/** The tokens of `text`, comments and white space left out. Linear in the length. */
export function tokensOf(text: string, from = 0, to = text.length): Token[] {
  const { count, kinds, starts, ends } = lex(text, from, to);
  return Array.from({ length: count }, (_none, i) => ({ kind: kindOf(kinds[i]!), start: starts[i]!, end: ends[i]! }));
}

function kindOf(kind: number): Token['kind'] {
  switch (kind) {
    case NAME:
      return 'name';
    case NUMBER:
      return 'number';
    case TEXT:
      return 'text';
    case HASH:
      return 'directive';
    default:
      return 'punctuation';
  }
}
