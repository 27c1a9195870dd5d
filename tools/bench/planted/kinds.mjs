import { bodyAround, callAt, freeStatement } from './call.mjs';

/**
 * The kinds of bugs that are planted. Each has the rules of which one has to be broken then, and makes the mutants of a
 * driver's text: where `line` is given, of the free site on that line.
 */
export const kinds = {
  'dropped free': { rules: ['R7'], at: () => ';' },
  'double free': { rules: ['R7', 'R8', 'S2'], at: (free) => `{ ${free.whole} ${free.whole} }` },
  'size off by a page': {
    rules: ['R9'],
    at: (free) => free.size && withArgument(free, 'size', `(${free.size}) + 4096`),
  },
  'wrong handle': {
    rules: ['R10'],
    at: (free) => free.handle && withArgument(free, 'handle', `(${free.handle}) + 4096`),
  },
  'use after free': {
    rules: ['S2'],
    at: (free) => `{ volatile unsigned char *__v = (void *)(${free.address}); ${free.whole} *__v = 1; }`,
  },
  'handle read after kfree of its structure': {
    rules: ['R12', 'S2', 'K4'],
    at(free, text) {
      const holder = /^\(?(\w+)->/.exec(free.handle ?? '')?.[1];
      if (!holder || !new RegExp(`\\bkfree\\s*\\(\\s*${holder}\\s*\\)`).test(bodyAround(text, free.start).text))
        return null;
      const late = withArgument(free, 'address', '__v');
      return `{ void *__v = (void *)(${free.address}); kfree(${holder}); ${late} }`;
    },
  },
  'free in interrupt': { rules: ['R2', 'R3'], mutants: inInterrupt },
  'missing unreserve': { rules: ['R18'], original: true, mutants: withoutUnreserve },
  'unreserve while mapped': { rules: ['R19'], original: true, mutants: unreservedAtMmap },
  'unchecked result': { rules: ['R5', 'S3'], mutants: unchecked },
};

/** The mutants of one kind: texts. `lines` are those of the free sites that ran. */
export function mutantsOf(kind, text, lines) {
  if (kind.mutants) return kind.mutants(text, lines);
  return lines.flatMap((line) => {
    const free = freeStatement(text, line);
    const instead = free && kind.at(free, text);
    return instead ? [text.slice(0, free.start) + oneLine(instead, free.whole) + text.slice(free.end)] : [];
  });
}

function withArgument(free, name, text) {
  const args = free.args.map((argument, position) => (position === free.positions[name] ? text : argument));
  return `${free.name}(${args.join(', ')});`;
}

/** What stands in a statement's place takes as many lines, so that other findings stay where they are. */
function oneLine(text, whole) {
  return text.replace(/\s*\n\s*/g, ' ') + '\n'.repeat(whole.split('\n').length - 1);
}

/** The first free of a driver's object, done in its interrupt handler as well. */
function inInterrupt(text, lines) {
  const handler =
    /^static \w+ (\w+)\(int irq, void \*(\w+), struct pt_regs \*\w+\)\n\{\n\tstruct (\w+) \*(\w+) = (?:\([^)]*\) ?)?\2;\n/m.exec(
      text,
    );
  if (!handler) return [];
  const [opening, , , type, object] = handler;
  for (const line of lines) {
    const free = freeStatement(text, line);
    if (!free) continue;
    const root = /^\(?(?:\([^)]*\) ?)?(\w+)->/.exec(free.address)?.[1];
    const before = text.slice(text.lastIndexOf('\n{', free.start) - 400, free.start);
    if (!root || !new RegExp(`struct ${type} \\*${root}\\b`).test(before)) continue;
    const moved = free.whole.replace(new RegExp(`\\b${root}\\b`, 'g'), object);
    if (/\b[a-z_]\w*\b(?=->)/.exec(moved)?.[0] !== object) continue;
    const at = handler.index + opening.length;
    const rest = text.slice(at);
    const declarations = /^(?:\t[\w* ]+(?: = [^;]+)?;\n)*/.exec(rest)[0].length;
    return [text.slice(0, at + declarations) + oneLine(`\t${moved}`, '') + text.slice(at + declarations)];
  }
  return [];
}

function withoutUnreserve(text) {
  return [...text.matchAll(/\b(?:mem_map_unreserve|ClearPageReserved)\s*\(/g)].flatMap(({ index }) => {
    if (/#\s*define[^\n]*$/.test(text.slice(0, index))) return [];
    const { end } = callAt(text, index);
    return [`${text.slice(0, index)}(void)0${text.slice(end)}`];
  });
}

function unreservedAtMmap(text) {
  if (!/\b(?:mem_map_reserve|SetPageReserved)\s*\(/.test(text)) return [];
  return [...text.matchAll(/\bremap_page_range\s*\(/g)].flatMap(({ index }) => {
    const { args, end } = callAt(text, index);
    // named in a comment
    if (args.length < 4) return [];
    const call = text.slice(index, end);
    const early = `({ int __e = ${call}; mem_map_unreserve(virt_to_page(bus_to_virt(${args.at(-3)}))); __e; })`;
    return [text.slice(0, index) + early + text.slice(end)];
  });
}

/** A test of what an allocation returned, left out. */
function unchecked(text) {
  return [
    ...text.matchAll(/([\w.>[\]-]+)\s*=\s*(?:\([^()]*\)\s*)?(?:pci_alloc_consistent|consistent_alloc)\s*\(/g),
  ].flatMap((match) => {
    const { end } = callAt(text, match.index + match[0].length - 1);
    const name = match[1].replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const test = new RegExp(
      `^;\\s*if\\s*\\(\\s*(?:!\\s*${name}|${name}\\s*==\\s*NULL|!\\s*\\(\\s*${name}\\s*\\))\\s*\\)`,
    ).exec(text.slice(end));
    if (!test) return [];
    const without = test[0].replace(/if\s*\([^]*$/, 'if (0)');
    return [text.slice(0, end) + without + text.slice(end + test[0].length)];
  });
}
