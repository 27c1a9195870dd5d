/** Memory that some path no longer frees. */
import { closeOf, firstOfStatement, memberOf } from '../driver-file.mjs';

const fits = ['R7', 'R31'];
const dropped = ({ start, end }) => [{ start, end, text: ';' }];
const sameFunction = (a, b) => a.function === b.function;

/** An error path, or the end of the function, frees what the function allocated: that free is taken out. */
export const freeDroppedHere = {
  name: 'free dropped in the allocating function',
  fits,
  plant: (file) =>
    file.frees
      .filter((free) => allocationsBefore(file, free).length > 0)
      .map((free) => ({ site: free, edits: dropped(free), what: `no free of ${free.pointer.text}` })),
};

/** The only free of a member outside the function that allocates it is taken out. */
export const freeDroppedElsewhere = {
  name: 'free dropped in remove',
  fits,
  plant: (file) =>
    file.frees
      .filter((free) => {
        const member = memberOf(free.pointer.text);
        if (member === null) return false;
        const makers = file.allocations.filter(({ target }) => memberOf(target) === member);
        if (makers.length === 0 || makers.some((maker) => sameFunction(maker, free))) return false;
        const others = file.frees.filter(
          (other) =>
            other !== free &&
            memberOf(other.pointer.text) === member &&
            !makers.some((maker) => sameFunction(maker, other)),
        );
        return others.length === 0;
      })
      .map((free) => ({
        site: free,
        edits: dropped(free),
        what: `no free of ${free.pointer.text}`,
        elsewhere: file.allocations
          .filter(({ target }) => memberOf(target) === memberOf(free.pointer.text))
          .map((allocation) => allocation.function.name),
      })),
};

/** A jump to the label that unwinds becomes a return. */
export const returnWithoutUnwinding = {
  name: 'return without unwinding',
  fits,
  plant(file) {
    const mutants = [];
    for (const { open, close, header, name } of file.functions) {
      const value = returnedBy(file, header, open);
      for (let index = open; index < close; index++) {
        if (file.tokens[index].text !== 'goto' || file.tokens[index + 2]?.text !== ';') continue;
        const label = labelOf(file, file.tokens[index + 1].text, index, close);
        if (label < 0) continue;
        const freed = file.frees.find(
          (free) =>
            free.token > label &&
            free.token < close &&
            allocationsBefore(file, free).some((allocation) => isOver(file, allocation, index)),
        );
        if (freed === undefined || !reaches(file, label, freed.token)) continue;
        mutants.push({
          site: { function: { name }, start: file.tokens[index].start },
          edits: [{ start: file.tokens[index].start, end: file.tokens[index + 2].end, text: `return${value};` }],
          what: `returns where ${freed.pointer.text} would be freed`,
        });
      }
    }
    return mutants;
  },
};

/** The loop that unwinds leaves its last element, or its first. */
export const loopStopsEarly = {
  name: 'unwinding loop off by one',
  fits,
  plant(file) {
    const mutants = [];
    for (const free of file.frees) {
      const loop = loopAround(file, free);
      // A loop that allocates as well would allocate fewer.
      if (loop === null || file.allocations.some((one) => sameFunction(one, free) && isIn(loop, one))) continue;
      const head = file.text.slice(loop.start, loop.end);
      const edit = [
        [/^while \(\s*--(\w+) >= 0\s*\)$/, 'while (--$1 > 0)'],
        [/^while \(\s*(\w+)-- > 0\s*\)$/, 'while ($1-- > 1)'],
        [/^while \(\s*(\w+)--\s*\)$/, 'while (--$1)'],
        [/^for \(([^;]*);\s*(\w+) >= 0;([^;]*)\)$/, 'for ($1; $2 > 0;$3)'],
        [/^for \(\s*(\w+) = 0;([^;]*<[^;]*);([^;]*)\)$/, 'for ($1 = 1;$2;$3)'],
      ].find(([pattern]) => pattern.test(head));
      if (edit === undefined || !/\[|\+/.test(free.pointer.text)) continue;
      const text = head.replace(edit[0], edit[1]);
      mutants.push({
        site: { ...free, start: loop.start },
        edits: [{ start: loop.start, end: loop.end, text }],
        what: text,
      });
    }
    return mutants;
  },
};

function allocationsBefore(file, free) {
  return file.allocations.filter(
    (allocation) =>
      sameFunction(allocation, free) && allocation.token < free.token && allocation.target === free.pointer.text,
  );
}

/** The jump is neither before the allocation nor in the statement after it, which asks whether it succeeded. */
function isOver(file, allocation, jump) {
  if (jump < allocation.last) return false;
  const next = file.tokens[allocation.last + 1]?.text;
  if (next !== 'if') return jump > allocation.last + 1;
  const condition = closeOf(file.tokens, allocation.last + 2);
  const brace = file.tokens[condition + 1]?.text === '{';
  const end = brace
    ? closeOf(file.tokens, condition + 1)
    : file.tokens.findIndex((t, i) => i > condition && t.text === ';');
  return jump > end;
}

const labelOf = (file, name, from, close) =>
  file.tokens.findIndex(
    (token, index) =>
      index > from &&
      index < close &&
      token.text === name &&
      file.tokens[index + 1]?.text === ':' &&
      token.kind === 'word',
  );

/** Nothing leaves the function between the label and the free. */
function reaches(file, label, free) {
  const between = file.tokens.slice(label, free).map(({ text }) => text);
  return !between.includes('return') && !between.includes('goto') && !between.includes('{');
}

/** What a function of this type says when it fails. */
function returnedBy(file, header, open) {
  const type = file.tokens.slice(header, open).map(({ text }) => text);
  const before = type.slice(0, type.indexOf('('));
  if (before.includes('*')) return ' NULL';
  return before.includes('void') ? '' : ' -EIO';
}

const isIn = (loop, { start }) => loop.start <= start && start < loop.over;

/** The head of the loop whose body holds the free, `{ start, end }`; null where no loop is right around it. */
function loopAround(file, free) {
  const { tokens } = file;
  let first = firstOfStatement(tokens, free.token);
  for (let steps = 0; first !== null && steps < 4; steps++) {
    const before = tokens[first - 1];
    if (before?.text === ')') {
      let depth = 0;
      let open = first - 1;
      for (; open >= 0; open--) {
        if (tokens[open].text === ')') depth += 1;
        else if (tokens[open].text === '(' && --depth === 0) break;
      }
      if (['while', 'for'].includes(tokens[open - 1]?.text)) {
        const end = tokens[first].text === '{' ? tokens[closeOf(tokens, first)].end : free.end;
        return { start: tokens[open - 1].start, end: before.end, over: end };
      }
      first = firstOfStatement(tokens, open - 1);
      continue;
    }
    let depth = 0;
    let open = first - 1;
    for (; open > free.function.open; open--) {
      if (tokens[open].text === '}') depth += 1;
      else if (tokens[open].text === '{' && --depth < 0) break;
    }
    if (open <= free.function.open || tokens[open - 1]?.text !== ')') return null;
    first = open;
  }
  return null;
}
