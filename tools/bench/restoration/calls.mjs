/** Function bodies and calls of a file, from its tokens. */
const attributes = new Set(['__attribute__', '__attribute', '__aligned', '__section', '__printf', 'asm', '__asm__']);

/**
 * Bodies at file level: `{ name, header, open, close }`, token indexes; `header` is the first token of the declaration.
 * Where `#else` offers another branch, braces count from what they were at its `#if`.
 */
export function functionsOf(tokens) {
  const functions = [];
  const branches = [];
  let depth = 0;
  let header = 0;
  let current = null;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'directive') {
      if (token.text.startsWith('if')) branches.push({ depth, current });
      else if (token.text === 'endif') branches.pop();
      else if (token.text.startsWith('el') && branches.length > 0) ({ depth, current } = branches.at(-1));
      if (depth === 0 && !token.text.startsWith('e') && !token.text.startsWith('if')) header = index + 1;
      continue;
    }
    if (token.macro !== null) {
      if (depth === 0) header = index + 1;
      continue;
    }
    if (token.text === '{') {
      if (depth === 0) {
        const name = definedName(tokens.slice(header, index));
        current = name === null ? null : { name, header, open: index, close: tokens.length - 1 };
        if (current !== null) functions.push(current);
      }
      depth += 1;
    } else if (token.text === '}') {
      depth = Math.max(0, depth - 1);
      if (depth === 0) {
        if (current !== null) current.close = index;
        current = null;
        header = index + 1;
      }
    } else if (depth === 0 && token.text === ';') header = index + 1;
  }
  return functions;
}

function definedName(header) {
  let parens = 0;
  for (const [index, token] of header.entries()) {
    const before = header[index - 1];
    if (token.text === '(' && parens === 0 && before?.kind === 'word' && !attributes.has(before.text))
      return before.text;
    if (token.text === '(') parens += 1;
    else if (token.text === ')') parens -= 1;
    else if (token.text === '=' && parens === 0) return null;
  }
  return null;
}

/**
 * Calls of `names` in bodies and in macros, in order: `{ name, start, end, arguments: [{ start, end }], function, macro,
 * token, next }`. Declarations and definitions are at file level and are none.
 */
export function callsOf(tokens, names, functions = functionsOf(tokens)) {
  const calls = [];
  let nth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || !names.has(token.text)) continue;
    const open = tokens[index + 1];
    if (open?.text !== '(' || open.macro !== token.macro) continue;
    if (tokens[index - 1]?.kind === 'directive' && tokens[index - 1].text === 'define') continue;
    while (nth < functions.length && functions[nth].close < index) nth += 1;
    const inside = functions.slice(nth).find(({ open, close }) => open < index && index < close);
    if (token.macro === null && inside === undefined) continue;
    const call = argumentsAt(tokens, index + 1);
    if (call === null) continue;
    calls.push({
      name: token.text,
      start: token.start,
      function: token.macro === null ? inside.name : null,
      macro: token.macro,
      token: index,
      ...call,
    });
  }
  return calls;
}

/** The arguments of the call whose parenthesis opens at `open`; null when it does not close in the same place. */
export function argumentsAt(tokens, open) {
  const spans = [];
  let depth = 0;
  let start = tokens[open].end;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index];
    if (token.kind === 'directive' && (token.text === 'define' || tokens[open].macro !== null)) return null;
    if ('([{'.includes(token.text)) depth += 1;
    else if (')]}'.includes(token.text)) {
      depth -= 1;
      if (depth > 0) continue;
      if (index > open + 1) spans.push({ start, end: token.start });
      const next = tokens[index + 1];
      return { arguments: spans, end: token.end, next: next?.macro === tokens[open].macro ? next : undefined };
    } else if (depth === 1 && token.text === ',') {
      spans.push({ start, end: token.start });
      start = token.end;
    } else if (depth === 1 && token.text === ';') return null;
  }
  return null;
}

/** offset → line, 1-based. */
export function lineCounter(text) {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
