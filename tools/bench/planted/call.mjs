/** Names of the functions that free consistent memory, with the position of address, size and handle in their arguments. */
export const frees = {
  consistent_free: { address: 0, size: 1, handle: 2 },
  pci_free_consistent: { size: 1, address: 2, handle: 3 },
};

/** A call statement of one of these functions that begins on a line of a text; null when there is none alone there. */
export function freeStatement(text, line) {
  const begin = offsetOfLine(text, line);
  const found = new RegExp(`\\b(${Object.keys(frees).join('|')})\\s*\\(`, 'g');
  found.lastIndex = begin;
  const match = found.exec(text);
  if (!match || text.slice(begin, match.index).includes('\n')) return null;
  const call = callAt(text, match.index);
  if (!call || !/^\s*;/.test(text.slice(call.end))) return null;
  const end = text.indexOf(';', call.end) + 1;
  const positions = frees[match[1]];
  const argument = (name) => call.args[positions[name]] ?? null;
  return {
    name: match[1],
    start: match.index,
    end,
    whole: text.slice(match.index, end),
    args: call.args,
    positions,
    address: argument('address'),
    size: argument('size'),
    handle: argument('handle'),
  };
}

/** The call whose name begins at an offset: its arguments, and where it ends. */
export function callAt(text, start) {
  const open = text.indexOf('(', start);
  const args = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < text.length; at++) {
    const sign = text[at];
    if (sign === '(') depth++;
    if (sign === ',' && depth === 1) {
      args.push(text.slice(from, at).trim());
      from = at + 1;
    }
    if (sign === ')' && --depth === 0) {
      args.push(text.slice(from, at).trim());
      return { args, end: at + 1 };
    }
  }
  return null;
}

/** The text of the function body around an offset: from the `{` at the beginning of a line before it to the `}` after it. */
export function bodyAround(text, offset) {
  const start = text.lastIndexOf('\n{', offset) + 1;
  const end = text.indexOf('\n}', offset);
  return { start, end: end < 0 ? text.length : end, text: text.slice(start, end < 0 ? text.length : end) };
}

function offsetOfLine(text, line) {
  let offset = 0;
  for (let left = line - 1; left > 0; left--) offset = text.indexOf('\n', offset) + 1;
  return offset;
}
