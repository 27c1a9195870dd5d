/** Declarations of C, read from tokens without a compiler: enough to tell the type of a local, a parameter, a member. */
import { typeText } from './expression.mjs';

const notTypes = new Set(
  'return goto else case sizeof if while for switch do break continue default typedef extern static register inline'.split(
    ' ',
  ),
);
const skipped = new Set([
  'static',
  'extern',
  'register',
  'inline',
  '__maybe_unused',
  'volatile',
  'const',
  '__iomem',
  '__user',
]);

/**
 * The declarators of one statement or parameter (`tokens` without its `;`): `[{ name, base, pointers, dimensions }]`,
 * `dimensions` being the token lists between the brackets. Empty when it is no declaration.
 */
export function declaratorsOf(tokens) {
  let index = 0;
  const base = [];
  while (index < tokens.length) {
    const { kind, text } = tokens[index];
    if (kind !== 'word') break;
    if (base.length === 0 && notTypes.has(text) && !skipped.has(text)) return [];
    if (skipped.has(text)) {
      index += 1;
      continue;
    }
    // the last word before `;`, `,`, `=`, `[` or `:` is the name
    const next = tokens[index + 1]?.text;
    if (base.length > 0 && !isTag(base) && (next === undefined || [',', '=', '[', ':', ')'].includes(next))) break;
    if (next === '(' || next === '.' || next === '->') return [];
    base.push(tokens[index]);
    index += 1;
  }
  if (base.length === 0) return [];
  const found = [];
  while (index < tokens.length) {
    let pointers = 0;
    while (tokens[index]?.text === '*' || skipped.has(tokens[index]?.text)) {
      if (tokens[index].text === '*') pointers += 1;
      index += 1;
    }
    const name = tokens[index];
    if (name?.kind !== 'word') return found;
    index += 1;
    const dimensions = [];
    while (tokens[index]?.text === '[') {
      const close = matching(tokens, index);
      dimensions.push(tokens.slice(index + 1, close));
      index = close + 1;
    }
    found.push({ name: name.text, base: typeText(base), pointers, dimensions });
    // over the initialiser, to the next declarator
    let depth = 0;
    while (index < tokens.length && !(depth === 0 && tokens[index].text === ',')) {
      if ('([{'.includes(tokens[index].text)) depth += 1;
      if (')]}'.includes(tokens[index].text)) depth -= 1;
      index += 1;
    }
    index += 1;
  }
  return found;
}

const isTag = (words) => words.length === 1 && ['struct', 'union', 'enum'].includes(words[0].text);

/** Index of the bracket that closes the one at `open`. */
export function matching(tokens, open) {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index].kind === 'directive' || tokens[index].macro !== tokens[open].macro) continue;
    if ('([{'.includes(tokens[index].text)) depth += 1;
    else if (')]}'.includes(tokens[index].text) && --depth === 0) return index;
  }
  return tokens.length;
}

/** Statements of a block's tokens, flat: everything between `;`, `{`, `}`. */
export function statementsOf(tokens) {
  const statements = [];
  let current = [];
  for (const token of tokens) {
    if (token.kind === 'directive' || token.macro !== null) continue;
    if (token.text === ';' || token.text === '{' || token.text === '}') {
      if (current.length > 0) statements.push(current);
      current = [];
    } else current.push(token);
  }
  if (current.length > 0) statements.push(current);
  return statements;
}

/** Parts of `tokens` between commas at depth 0. */
export function commaParts(tokens) {
  const parts = [[]];
  let depth = 0;
  for (const token of tokens) {
    if ('([{'.includes(token.text)) depth += 1;
    if (')]}'.includes(token.text)) depth -= 1;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts.at(-1).push(token);
  }
  return parts;
}

/**
 * Records (struct, union) of a file: `Map` from `struct name` or a typedef's name to `Map` member → declarator; members of
 * an unnamed inner record count as its own, a named inner one has a type of its own, `outer.member`.
 * Plain typedefs are in `aliases`: name → { base, pointers }.
 */
export function recordsOf(tokens) {
  const records = new Map();
  const aliases = new Map();
  const read = (open, close, name) => {
    const members = new Map();
    for (let index = open + 1, start = index; index < close; index++) {
      const token = tokens[index];
      if (token.kind === 'directive' || token.macro !== null) {
        if (index === start) start += 1;
        continue;
      }
      if (token.text === '{') {
        const end = matching(tokens, index);
        const head = tokens.slice(start, index).filter(({ kind }) => kind === 'word');
        if (['struct', 'union'].includes(head[0]?.text)) {
          const tail = [];
          let after = end + 1;
          while (after < close && tokens[after].text !== ';') tail.push(tokens[after++]);
          const tag = head[1] === undefined ? null : `${head[0].text} ${head[1].text}`;
          const names = declaratorsOf([{ kind: 'word', text: 'inner' }, ...tail]);
          const own = tag ?? `${name}.${names[0]?.name ?? index}`;
          const inner = read(index, end, own);
          records.set(own, inner);
          if (names.length === 0) for (const [member, declarator] of inner) members.set(member, declarator);
          for (const declarator of names) members.set(declarator.name, { ...declarator, base: own });
          index = after;
        } else index = end;
        start = index + 1;
      } else if (token.text === ';') {
        for (const declarator of declaratorsOf(tokens.slice(start, index).filter(({ kind }) => kind !== 'directive')))
          members.set(declarator.name, declarator);
        start = index + 1;
      }
    }
    return members;
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token.macro !== null || token.kind !== 'word') continue;
    if (token.text === 'struct' || token.text === 'union') {
      let open = index + 1;
      let tag = null;
      while (tokens[open]?.kind === 'word') tag = tokens[open++].text;
      if (tokens[open]?.text !== '{') continue;
      const close = matching(tokens, open);
      const typedef = tokens[index - 1]?.text === 'typedef';
      const own = tag === null ? `${token.text} at ${token.start}` : `${token.text} ${tag}`;
      if (!records.has(own)) records.set(own, read(open, close, own));
      if (typedef)
        for (const { name, pointers } of declaratorsOf([
          { kind: 'word', text: 'inner' },
          ...tokens.slice(close + 1, nextSemicolon(tokens, close)),
        ]))
          aliases.set(name, { base: own, pointers });
      index = close;
    } else if (token.text === 'typedef') {
      const end = nextSemicolon(tokens, index);
      const inside = tokens.slice(index + 1, end);
      if (inside.some(({ text }) => text === '{' || text === '(')) continue;
      for (const { name, base, pointers } of declaratorsOf(inside)) aliases.set(name, { base, pointers });
      index = end;
    }
  }
  return { records, aliases };
}

function nextSemicolon(tokens, from) {
  let index = from;
  while (index < tokens.length && tokens[index].text !== ';') index += 1;
  return index;
}
