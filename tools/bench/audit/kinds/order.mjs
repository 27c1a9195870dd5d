/** The right calls at the wrong time: twice, too early, of what is gone. */
import { firstOfStatement, rootOf } from '../driver-file.mjs';

const braces = (free, text) => (free.controlled ? `{ ${text} }` : text);

/** A second free after the first, or before the jump to the label that frees. */
export const freedTwice = {
  name: 'freed twice',
  fits: ['R7', 'R13'],
  plant(file) {
    const mutants = [];
    for (const free of file.frees) {
      const text = file.text.slice(free.start, free.end);
      mutants.push({
        site: free,
        edits: [{ start: free.start, end: free.end, text: braces(free, `${text} ${text}`) }],
        what: `again: ${text}`,
      });
      const { open } = free.function;
      const label = lastLabel(file, free);
      if (label === null) continue;
      for (let index = open; index < label.token; index++) {
        const allocated = file.allocations.some(
          ({ token, last, target, function: owner }) =>
            owner === free.function && target === free.pointer.text && token < index && last + 12 < index,
        );
        if (!allocated || file.tokens[index].text !== 'goto' || file.tokens[index + 1].text !== label.name) continue;
        const first = firstOfStatement(file.tokens, index);
        const start = file.tokens[index].start;
        const end = file.tokens[index + 2].end;
        const controlled = [')', 'else'].includes(file.tokens[first - 1]?.text);
        mutants.push({
          site: { ...free, start },
          edits: [{ start, end, text: braces({ controlled }, `${text} ${file.text.slice(start, end)}`) }],
          what: `freed before the jump to ${label.name}`,
        });
        break;
      }
    }
    return mutants;
  },
};

/** The object is freed before the free that reads it. */
export const containerFirst = {
  name: 'container freed first',
  fits: ['R12', 'S2'],
  plant(file) {
    const mutants = [];
    for (const free of file.frees) {
      const root = rootOf(free.pointer.text);
      if (root === null || !/^\w+ ->/.test(free.pointer.text)) continue;
      const { tokens } = file;
      for (let index = free.last; index < free.function.close; index++) {
        if (tokens[index].text === 'return' || tokens[index].text === 'goto') break;
        if (!/^(?:kfree|kvfree|vfree|kfree_sensitive|kzfree)$/.test(tokens[index].text)) continue;
        if (tokens[index + 2]?.text !== root || tokens[index + 3]?.text !== ')') continue;
        const last = index + 4;
        if (tokens[last]?.text !== ';' || [')', 'else'].includes(tokens[index - 1].text)) break;
        const call = file.text.slice(tokens[index].start, tokens[last].end);
        mutants.push({
          site: free,
          edits: [
            {
              start: free.start,
              end: free.end,
              text: braces(free, `${call} ${file.text.slice(free.start, free.end)}`),
            },
            { start: tokens[index].start, end: tokens[last].end, text: ';' },
          ],
          what: `${call} first`,
        });
        break;
      }
    }
    return mutants;
  },
};

/** Memory is written after its free. */
export const usedAfterFree = {
  name: 'used after the free',
  fits: ['S2', 'R12'],
  plant: (file) =>
    file.frees
      .filter(({ size }) => size !== undefined)
      .map((free) => {
        const [text, pointer, size] = [free, free.pointer, free.size].map(({ start, end }) =>
          file.text.slice(start, end),
        );
        const use = `memset(${pointer}, 0, ${size});`;
        return {
          site: free,
          edits: [{ start: free.start, end: free.end, text: braces(free, `${text} ${use}`) }],
          what: use,
        };
      }),
};

/** The label above the free, with only plain statements between. */
function lastLabel(file, free) {
  const { tokens } = file;
  for (let index = free.token - 1; index > free.function.open; index--) {
    if (['{', '}', 'return', 'goto'].includes(tokens[index].text)) return null;
    if (tokens[index].text === ':' && tokens[index - 1].kind === 'word' && [';', '}'].includes(tokens[index - 2]?.text))
      return { name: tokens[index - 1].text, token: index - 1 };
  }
  return null;
}
