// Mutations of C sources; each depends on nothing but the random numbers it is given.

/** Random numbers from a seed (mulberry32): a function that gives one from 0 up to, not including, `below`. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const words = [
  ...[
    'consistent_free',
    'consistent_free(p)',
    'consistent_alloc(GFP_KERNEL, n, &h)',
    'NULL',
    'if (p)',
    'else',
    'goto out;',
  ],
  ...[
    'out:',
    'return;',
    '{',
    '}',
    '(',
    ')',
    ';',
    ',',
    '/*',
    '*/',
    '//',
    '"',
    "'",
    '\\\n',
    '\\',
    '#',
    '\n#if 0\n',
    '\n#else\n',
  ],
  ...[
    '\n#endif\n',
    '\n#define F(x) consistent_free(x)\n',
    'struct s {',
    '};',
    '->',
    '&',
    '*',
    '=',
    '++',
    '\u00ff',
    '\u00ef\u00bb\u00bf',
  ],
  ...[
    '\r\n',
    '\r',
    '\t',
    '\f',
    '\u0000',
    'typedef',
    'static',
    'for (;;)',
    'switch (x) {',
    'case 1:',
    'dma_addr_t h;',
    '?',
    ':',
  ],
];

const mutations = [
  (text, random) =>
    at(text, random, (place) => text.slice(0, place) + String.fromCharCode(random(256)) + text.slice(place + 1)),
  (text, random) => at(text, random, (place) => text.slice(0, place) + words[random(words.length)] + text.slice(place)),
  (text, random) => at(text, random, (place) => text.slice(0, place) + text.slice(place + 1 + random(12))),
  (text, random) => text.slice(0, random(text.length + 1)),
  (text, random) => text.slice(random(text.length + 1)),
  (text, random, other) => splice(text, random, other, /[A-Za-z_]\w*|\d\w*|[^\s\w]/g),
  (text, random, other) => splice(text, random, other, /[^\n]*\n/g),
  (text, random) => {
    const [a, b] = pieces(text, random, /[^\n]*\n/g);
    return a && b ? text.slice(0, a.index) + b[0] + text.slice(a.index + a[0].length) : text;
  },
  (text, random) => {
    const [a, b] = pieces(text, random, /[A-Za-z_]\w*|\d\w*|[^\s\w]/g);
    return a && b ? text.slice(0, a.index) + b[0] + text.slice(a.index + a[0].length) : text;
  },
  (text, random) => text.replaceAll('\n', random(2) ? '\r\n' : '\r'),
  (text, random) =>
    at(
      text,
      random,
      (place) => text.slice(0, place) + ['(', '{', '[', 'if (x) '][random(4)].repeat(random(600)) + text.slice(place),
    ),
];

/** A mutated text (latin-1); `other` is what pieces may be taken from. */
export function mutate(text, other, random) {
  let result = text;
  for (let count = 1 + random(5); count > 0; count--)
    result = mutations[random(mutations.length)](result, random, other);
  return result;
}

/** The text of input `number` of a run over these texts. */
export function inputOf(material, seed, number) {
  const random = randomFrom(seed * 1_000_003 + number);
  return mutate(material[random(material.length)], material[random(material.length)], random);
}

function at(text, random, change) {
  return change(random(text.length + 1));
}

function pieces(text, random, pattern) {
  const all = [...text.matchAll(pattern)];
  return all.length === 0 ? [] : [all[random(all.length)], all[random(all.length)]];
}

function splice(text, random, other, pattern) {
  const [from] = pieces(other, random, pattern);
  const [to] = pieces(text, random, pattern);
  return from && to ? text.slice(0, to.index) + from[0] + text.slice(to.index + (random(2) ? to[0].length : 0)) : text;
}
