/**
 * Judgements, made by reading, of sites whose arguments differ by their text from what the human wrote. One JSON object a
 * line: `{ file, function, nth, vaddr, human: [size, handle], ours: [size, handle], verdict, reason }`, `nth` counting the
 * frees of that buffer in that function from 0. One applies only to the very texts that were judged.
 */
import { readFileSync } from 'node:fs';

export const verdicts = {
  right: 'the same value on every path that reaches the free',
  'kernel-wrong': 'ours is what was allocated; the arguments in the kernel are not',
  wrong: 'another value on some path',
  unproved: 'equal in fact, for a reason that the rewrite does not rest on',
};
export const successes = new Set(['right', 'kernel-wrong']);

/** Gives each site `occurrence`, its number among the sites of the same buffer in the same function. */
export function withOccurrence(sites) {
  const seen = new Map();
  return sites.map((site) => {
    const place = placeOf(site);
    const occurrence = seen.get(place) ?? 0;
    seen.set(place, occurrence + 1);
    return { ...site, occurrence };
  });
}

const placeOf = (site) => JSON.stringify([site.file, site.function, site.vaddr]);
const keyOf = (place, nth, human, ours) =>
  JSON.stringify([place, nth, ...human, ...ours].map((text) => String(text).replace(/\s+/g, '')));

/** A judgement of `site`, to be filled in. */
export const judgementOf = (site, verdict = null, reason = '') => ({
  file: site.file,
  function: site.function,
  nth: site.occurrence,
  vaddr: site.vaddr,
  human: [site.size, site.handle],
  ours: [site.got.size, site.got.handle],
  verdict,
  reason,
});

export class Judgements {
  #byKey = new Map();
  #used = new Set();

  /** @param lines JSON objects, one a line; a line that is none, or an unknown verdict, is an error */
  constructor(lines, name = 'judgements') {
    for (const [index, line] of lines.split('\n').entries()) {
      if (line.trim() === '') continue;
      const entry = readLine(line, `${name}:${index + 1}`);
      const key = keyOf(placeOf(entry), entry.nth, entry.human, entry.ours);
      if (this.#byKey.has(key)) throw new Error(`${name}:${index + 1}: judged twice`);
      this.#byKey.set(key, entry);
    }
  }

  static fromFile(file) {
    return new Judgements(readFileSync(file, 'utf8'), file);
  }

  /** The judgement of a site that is `different`; null when what stands there was not judged. */
  of(site) {
    const { human, ours } = judgementOf(site);
    const entry = this.#byKey.get(keyOf(placeOf(site), site.occurrence, human, ours)) ?? null;
    if (entry !== null) this.#used.add(entry);
    return entry;
  }

  /** Judgements that no site asked for: their output is gone, or has changed. */
  unused() {
    return [...this.#byKey.values()].filter((entry) => !this.#used.has(entry));
  }
}

function readLine(line, place) {
  let entry;
  try {
    entry = JSON.parse(line);
  } catch (error) {
    throw new Error(`${place}: no JSON: ${error.message}`, { cause: error });
  }
  if (!(entry.verdict in verdicts))
    throw new Error(`${place}: verdict ${entry.verdict}; known: ${Object.keys(verdicts).join(', ')}`);
  if (typeof entry.reason !== 'string' || entry.reason === '')
    throw new Error(`${place}: a judgement needs its reason`);
  return entry;
}
