/** A token of C as written, before the preprocessor; white space and comments are left out. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'punctuation' | 'directive';
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /\/\*[^]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|L?"(?:\\[^]|[^"\\\n])*"?|L?'(?:\\[^]|[^'\\\n])*'?|[A-Za-z_$\x80-\xff][\w$\x80-\xff]*|\.?\d(?:[eEpP][+-]|[\w.])*|\\\r?\n|\s+|->|\.\.\.|\+\+|--|&&|\|\||##|(?:<<|>>|[-+*/%&|^<>=!])=?|[^]/g;

/**
 * Where `name` stands as an identifier in code: not in a comment, a string or a character constant.
 * A string that is not closed ends with its line, a comment that is not closed with the file.
 */
export function identifierOffsets(text: string, name: string): number[] {
  const found: number[] = [];
  if (!text.includes(name)) return found;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) if (match[0] === name) found.push(match.index);
  return found;
}

/** A comment, string or character constant that is not closed, and that holds one of the names looked for. */
export interface OpenLexeme {
  readonly kind: 'comment' | 'string' | 'character constant';
  readonly start: number;
}

/** The first comment, string or character constant that is not closed and mentions one of `names`, or null. */
export function openLexemeWith(text: string, names: readonly string[]): OpenLexeme | null {
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const lexeme = match[0];
    const kind = openKind(lexeme);
    if (kind && names.some((name) => identifierIn(lexeme, name))) return { kind, start: match.index };
  }
  return null;
}

function openKind(lexeme: string): OpenLexeme['kind'] | null {
  if (lexeme.startsWith('/*')) return lexeme.length >= 4 && lexeme.endsWith('*/') ? null : 'comment';
  const literal = /^L?(["'])(?:\\[^]|[^\\])*?(\1)?$/.exec(lexeme);
  if (!literal || literal[2]) return null;
  return literal[1] === '"' ? 'string' : 'character constant';
}

function identifierIn(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(text);
}

/** The tokens of `text`, comments and white space left out. Linear in the length. */
export function tokensOf(text: string, from = 0, to = text.length): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = from;
  for (let match = TOKEN.exec(text); match && match.index < to; match = TOKEN.exec(text)) {
    const kind = kindOf(match[0]);
    if (kind !== null) tokens.push({ kind, start: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

function kindOf(lexeme: string): Token['kind'] | null {
  const first = lexeme.charCodeAt(0);
  if (first <= 32 || lexeme.startsWith('/*') || lexeme.startsWith('//') || /^\\\r?\n$/.test(lexeme)) return null;
  if (/^L?["']/.test(lexeme)) return 'text';
  if (/^[A-Za-z_$\x80-\xff]/.test(lexeme)) return 'name';
  if (/^\.?\d/.test(lexeme)) return 'number';
  return lexeme === '#' ? 'directive' : 'punctuation';
}
