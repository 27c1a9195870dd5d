/**
 * C as tokens with byte offsets (texts are Latin-1, so an index is an offset). Comments and white space are no tokens. A
 * conditional directive is one token of kind `directive`; the body of a `#define` is tokens that carry the macro's name.
 */
const rules = {
  word: /[A-Za-z_$][\w$]*/y,
  number: /\.?[0-9](?:[eEpP][+-]|[\w.])*/y,
  string: /"(?:[^"\\\n]|\\[\s\S])*"?/y,
  character: /'(?:[^'\\\n]|\\.)*'?/y,
  comment: /\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))|\/\/(?:[^\n\\]|\\\r?\n|\\.)*/y,
  join: /\\[ \t]*\r?\n/y,
  punctuation: /->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\.\.\.|##|[\s\S]/y,
  directive: /#(?:[ \t]|\\\r?\n)*([a-z]*)/y,
  directiveRest: /(?:[^\n\\/]|\\\r?\n|\\.|\/\*[\s\S]*?\*\/|\/)*/y,
  macroName: /(?:[ \t]|\\\r?\n)*([A-Za-z_$][\w$]*)/y,
};

const at = (rule, text, index) => {
  rules[rule].lastIndex = index;
  return rules[rule].exec(text);
};

/** What may begin with each character: kinds in the order in which they are tried. */
const kindsByCharacter = Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_$]/.test(character)) return ['word'];
  if (/[0-9.]/.test(character)) return ['number', 'punctuation'];
  if (character === '"') return ['string'];
  if (character === "'") return ['character'];
  if (character === '/') return ['comment', 'punctuation'];
  if (character === '\\') return ['join', 'punctuation'];
  return ['punctuation'];
});

/** @returns tokens `{ kind, text, start, end, macro }`; `macro` is the `#define` a token belongs to, or null */
export function tokensOf(text) {
  const tokens = [];
  let index = 0;
  let lineStart = true;
  let macro = null;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === 10) {
      lineStart = true;
      macro = null;
      index += 1;
      continue;
    }
    if (code === 32 || (code >= 9 && code <= 13)) {
      index += 1;
      continue;
    }
    if (code === 35 && lineStart && macro === null) {
      const start = index;
      const [all, name] = at('directive', text, index);
      index += all.length;
      if (name === 'define') macro = at('macroName', text, index)?.[1] ?? null;
      else index += at('directiveRest', text, index)[0].length;
      tokens.push({ kind: 'directive', text: name, start, end: index, macro: null });
      lineStart = false;
      continue;
    }
    let match = null;
    let kind;
    for (kind of kindsByCharacter[code & 255]) if ((match = at(kind, text, index)) !== null) break;
    const end = index + match[0].length;
    if (kind !== 'comment' && kind !== 'join') {
      tokens.push({ kind, text: match[0], start: index, end, macro });
      lineStart = false;
    }
    index = end;
  }
  return tokens;
}

/** The tokens' texts, one blank between: how an argument is compared and shown. */
export const flat = (text) =>
  tokensOf(text)
    .map((token) => token.text)
    .join(' ');

/** Argument text without comments, line joins and runs of white space: how an argument is kept as truth. */
export function codeOf(text) {
  let out = '';
  let last = 0;
  for (const token of tokensOf(text)) {
    if (token.start > last && out !== '') out += ' ';
    out += token.text;
    last = token.end;
  }
  return out;
}
