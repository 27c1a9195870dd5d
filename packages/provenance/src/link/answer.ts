import type { FreeFact, Reason, Rendered } from '../facts/facts.ts';
import { nameFor } from './name-for.ts';
import { doubtsOf, objectionTo } from './objections.ts';
import { against, MOST_DOUBTS, plain, type Written } from './written.ts';
import { storeByStranger } from './mutation.ts';
import type { LinkedFacts } from './index-facts.ts';
import type { Unknown, Verdict } from './verdict.ts';

/** All ways to say what one source of a freed pointer says of it, as the driver says it first. */
export interface Answer {
  readonly kind: 'answer';
  readonly sizes: readonly Written[];
  readonly handles: readonly Written[];
  /** The file of the allocation. */
  readonly file: string;
  /** What was not proved, beside what stands against a way of writing. */
  readonly doubts: readonly string[];
  readonly evidence: readonly Reason[];
}

/** The ways of writing that all have; what stands most against one anywhere is kept. */
export function commonWays(all: readonly (readonly Written[])[]): Written[] {
  const [first, ...others] = all;
  return (first ?? []).flatMap((way) => {
    const same: Written[] = [];
    for (const ways of others) {
      const equal = ways.filter((other) => squash(other.text) === squash(way.text));
      if (equal.length === 0) return [];
      same.push(best(equal)!);
    }
    const worst = same.reduce((a, b) => (against(b) > against(a) ? b : a), way);
    return [{ ...worst, text: way.text, line: way.line }];
  });
}

/** The way with the least against it; of equal ones the first. */
function best(ways: readonly Written[], weight: (way: Written) => number = against): Written | null {
  let found: Written | null = null;
  for (const way of ways) if (!found || weight(way) < weight(found)) found = way;
  return found;
}

/**
 * Chooses the arguments: those with the least against them. Of sizes that are as good, one that is kept beside the
 * pointer or the handle; where there are doubts anyway, the size as the driver says it, even with a doubt, but never one
 * that may have been stored to since.
 */
export function choose(
  sizes: readonly Written[],
  handles: readonly Written[],
  place: string,
  doubts: readonly string[],
): { size: Written; handle: Written } | null {
  const handle = best(handles);
  if (!handle) return null;
  const isTolerant = doubts.length > 0 || against(handle) > 0;
  const size = best(sizes, (way) => {
    const weight = against(way);
    const isKept = isBeside(way.text, place) || isBeside(way.text, handle.text);
    const isProved = weight === 0 || (weight <= MOST_DOUBTS && isNoWorse(way, handle));
    if (isKept && isProved && isNamedFor(way.text, [place, handle.text])) return 0;
    if (!isTolerant || weight > MOST_DOUBTS || way.narrow || way.mutated) return weight + 0.2;
    return isKept && weight === 0 ? 0.1 : 0.2;
  });
  return size && { size, handle };
}

/** Whether all that stands against `way` stands against `handle` too. */
function isNoWorse(way: Written, handle: Written): boolean {
  const isCalled = way.spoilt === null || way.spoilt.what === handle.spoilt?.what;
  return isCalled && (!way.uncertain || handle.uncertain) && !way.mutated && !way.narrow && !way.impure && !way.doubt;
}

const SIZE_WORDS = /^(?:size|sz|len|length|bytes|nbytes|count|total|max|mem|alloc|allocated|memsize)$/;

/** Whether a member's name says no other thing than that it is a size, or what `others` are called. */
function isNamedFor(text: string, others: readonly string[]): boolean {
  const words = (one: string) => (/(\w+)(?:\[\w+\])?$/.exec(squash(one))?.[1] ?? '').toLowerCase().split('_');
  const known = others.flatMap(words);
  return words(text).every((word) => SIZE_WORDS.test(word) || known.includes(word));
}

/** Whether two texts name members of one object. */
function isBeside(a: string, b: string): boolean {
  const outer = /^([\w.>[\]-]+(?:->|\.))\w+(?:\[\w+\])?$/;
  const own = outer.exec(squash(a))?.[1];
  return own !== undefined && own === outer.exec(squash(b))?.[1];
}

/** The verdict that an answer comes to. */
export function conclude(free: FreeFact, answer: Answer): Verdict {
  const chosen = choose(answer.sizes, answer.handles, free.place, answer.doubts)!;
  const { size, handle } = chosen;
  const objection = objectionTo(free, size, true) ?? objectionTo(free, handle, false);
  if (objection) return unknown(objection.reason, objection.detail, [...answer.evidence, objection.at]);
  return {
    kind: 'known',
    size: { text: nameFor(free, size.text), file: answer.file, line: size.line },
    handle: { text: handle.text, file: answer.file, line: handle.line },
    doubts: [...new Set([...doubtsOf(size), ...doubtsOf(handle), ...answer.doubts])],
    evidence: answer.evidence,
    reads: [...size.reads, ...handle.reads],
  };
}

/** The ways of writing found in the function of the free itself. */
export function writtenHere(all: readonly Rendered[], free: FreeFact, linked: LinkedFacts): Written[] {
  return all.map((one) => ({
    ...plain(one.text, one.line),
    uncertain: !one.certain,
    narrow: one.narrow,
    doubt: one.doubt,
    reads: one.reads,
    mutated: one.reads.map((read) => storeByStranger(read, free, linked)).find((store) => store !== null) ?? null,
  }));
}

/** An answer with one way to write each argument. */
export function answerOf(verdict: Extract<Verdict, { kind: 'known' }>): Answer {
  const { size, handle, doubts, evidence, reads } = verdict;
  return {
    kind: 'answer',
    sizes: [{ ...plain(size.text, size.line), reads }],
    handles: [plain(handle.text, handle.line)],
    file: size.file,
    doubts,
    evidence,
  };
}

/** Text for comparing: without blanks and comments, and without parentheses and casts around it that change nothing for an argument. */
export function squash(text: string): string {
  let bare = text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|\s+/g, '');
  for (;;) {
    const cast = /^\((?:size_t|dma_addr_t)\)(?=\w[\w.[\]>-]*$|\()/.exec(bare)?.[0].length ?? 0;
    if (cast > 0 && (bare[cast] !== '(' || closes(bare, cast))) bare = bare.slice(cast);
    else if (bare.startsWith('(') && closes(bare, 0)) bare = bare.slice(1, -1);
    else return bare;
  }
}

/** Whether the parenthesis at `open` closes at the end of the text. */
function closes(text: string, open: number): boolean {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at === text.length - 1;
  }
  return false;
}

/** A verdict without a result. */
export function unknown(reason: Unknown['reason'], detail: string, evidence: readonly Reason[]): Unknown {
  return { kind: 'unknown', reason, detail, evidence };
}
