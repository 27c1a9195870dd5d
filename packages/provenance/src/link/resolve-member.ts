import type { AllocationFact, FreeFact, Reason } from '../facts/facts.ts';
import type { Path } from '../paths/path.ts';
import type { LinkedFacts } from './index-facts.ts';
import { isCounterpart } from './counterpart.ts';
import { choose, commonWays, squash, unknown, type Answer } from './answer.ts';
import { foreignStore, isAccessed, matchingAllocations, movedWithout, type Match } from './matches.ts';
import { brokenDoubt } from './objections.ts';
import { mixedByCopy } from './overwritten.ts';
import { renderAll } from './render-there.ts';
import type { There } from './there.ts';
import { plain, type Written } from './written.ts';
import type { Unknown } from './verdict.ts';

/** What one allocation says of a free: all ways to write its size and its handle there, best first. */
interface Candidate {
  readonly match: Match;
  readonly allocation: AllocationFact;
  readonly sizes: readonly Written[];
  readonly handles: readonly Written[];
}

/** Finds size and handle of a freed member or file-level variable from all stores to it. */
export function resolveMember(free: FreeFact, forms: readonly Path[], linked: LinkedFacts): Answer | Unknown {
  const name = free.place;
  const matches = matchingAllocations(free, forms, linked);
  if (matches.length === 0) {
    return unknown('no-allocation-found', `no allocation is stored in ${name} in the files given`, []);
  }
  // `adapter->tx.desc` is more likely the one stored as such than one stored through some `ring->desc`.
  const rank = Math.max(...matches.map((match) => match.rank));
  const all = matches.filter((match) => match.rank === rank).map((match) => candidateOf(free, match, linked));
  const paired = agree(all) ? [] : all.filter((one) => isCounterpart(one.allocation.function, free.function));
  const isPaired = paired.length > 0 && paired.length < all.length && agree(paired);
  const candidates = isPaired ? paired : all;
  const sizes = commonWays(candidates.map((one) => one.sizes));
  const handles = commonWays(candidates.map((one) => one.handles));
  const doubts: string[] = [];
  if (isPaired) {
    const names = [...new Set(paired.map((one) => one.allocation.function))].join(' and ');
    doubts.push(
      `several allocations are stored there; ${free.function} is taken by its name for the opposite of ${names}`,
    );
  }
  const foreign = foreignStore(
    free,
    forms,
    candidates.map((one) => one.match),
    linked,
  );
  if (forms.some(isAccessed)) doubts.push(`what ${name} names may be set elsewhere too`);
  if (foreign) doubts.push(`a member of this name is also set to something else (${foreign.file}:${foreign.line})`);
  const chosen = choose(sizes, handles, name, doubts);
  const evidence = candidates.flatMap((one) => chain(one, chosen));
  if (!chosen) return disagreement(free, candidates, evidence);
  const moved = movedWithout(free, forms, chosen.handle.text, linked);
  if (moved) {
    const where = `in ${moved.function} (${moved.file}:${moved.line})`;
    doubts.push(`the member ${moved.member} is given another pointer ${where}, without the handle that goes with it`);
  }
  const mixed = isCarried(chosen.size)
    ? null
    : mixedByCopy(
        linked,
        free,
        forms,
        candidates.map((one) => one.allocation),
      );
  if (mixed) doubts.push(mixed);
  const texts = [chosen.size.text, chosen.handle.text, free.place];
  for (const { allocation, match } of candidates) {
    if (allocation.doubt) doubts.push(allocation.doubt);
    if (match.kept.some((store) => store.isPart))
      doubts.push(`${name} is taken for the first of the parts that the block is dealt out to`);
    if (match.kept.some((store) => store.marks !== null))
      doubts.push(
        `${name} may also be a part of a block: it is taken for a whole one where ${chosen.size.text} is set`,
      );
    if (match.alignments.some((one) => one.isOneFunction))
      doubts.push(`the elements are taken to be where ${allocation.function} put them`);
    for (const { other } of match.kept) {
      if (!other) continue;
      const { what, line } = other;
      doubts.push(`${name} may also come from ${what} (${allocation.file}:${line}), which is no such allocation`);
    }
    const doubt = brokenDoubt(free, allocation, texts, linked);
    if (doubt) doubts.push(doubt);
  }
  const lesser = matches.find((match) => match.rank < rank && !allows(candidateOf(free, match, linked), chosen));
  if (lesser) {
    const { function: allocating, file, line } = lesser.allocation;
    doubts.push(`the allocation in ${allocating} (${file}:${line}) may be stored there too`);
  }
  const { file } = candidates[0]!.allocation;
  return { kind: 'answer', sizes, handles, file, doubts: [...new Set(doubts)], evidence };
}

/** Whether the size is kept beside the pointer, so that it goes wherever that goes. */
function isCarried({ text }: Written): boolean {
  return /->|\./.test(text);
}

function agree(candidates: readonly Candidate[]): boolean {
  return (
    commonWays(candidates.map((one) => one.sizes)).length > 0 &&
    commonWays(candidates.map((one) => one.handles)).length > 0
  );
}

function candidateOf(free: FreeFact, match: Match, linked: LinkedFacts): Candidate {
  const { allocation, alignments, handles: positions } = match;
  const there: There = { free, allocation, alignments, linked, isHandle: false, asWritten: false };
  const sizes = renderAll(
    there,
    allocation.size ? [allocation.size, ...allocation.sizeHolders] : allocation.sizeHolders,
  );
  // Elements of one function's arrays are not all set in the same way.
  const isLocal = alignments.some((one) => one.isOneFunction);
  const handles = renderAll(
    { ...there, isHandle: true },
    allocation.handles.filter((template, index) => positions.has(index) && (!isLocal || template.doubt === null)),
  );
  // Of the places that a block is dealt out to, those hold one that are marked with its size.
  const isDealt = match.kept.some((store) => store.marks !== null);
  const isMark = (way: Written) => free.tested.some((text) => squash(text) === squash(way.text));
  const own = isDealt ? sizes.filter(isMark) : sizes;
  const inside = allocation.insideBuffer.find((one) => !one.isMixed);
  if (handles.length === 0 && inside && free.pointee === inside.record && /^[\w.>-]+$/.test(free.place)) {
    const text = `${free.place}->${inside.member}`;
    handles.push(plain(text, inside.line));
  }
  return { match, allocation, sizes: own, handles };
}

function allows(candidate: Candidate, { size, handle }: { size: Written; handle: Written }): boolean {
  const has = (ways: readonly Written[], text: string) => ways.some((way) => squash(way.text) === squash(text));
  return has(candidate.sizes, size.text) && has(candidate.handles, handle.text);
}

function disagreement(free: FreeFact, candidates: readonly Candidate[], evidence: readonly Reason[]): Unknown {
  for (const { allocation, sizes, handles } of candidates) {
    const where = `in ${allocation.function} (line ${allocation.line}) has no name in ${free.function}`;
    if (handles.length === 0) return unknown('handle-not-retained', `the handle stored ${where}`, evidence);
    if (sizes.length === 0) return unknown('size-not-expressible', `the size passed ${where}`, evidence);
  }
  const texts = [...new Set(candidates.map((one) => `${one.sizes[0]!.text}, ${one.handles[0]!.text}`))];
  const isConfig = new Set(candidates.map((one) => one.allocation.config.join())).size > 1;
  const reason = isConfig ? 'conflicting-config' : 'ambiguous-allocation';
  return unknown(reason, `several allocations reach it and disagree: ${texts.join(' and ')}`, evidence);
}

function chain({ allocation, match }: Candidate, chosen: { size: Written; handle: Written } | null): Reason[] {
  const { file } = allocation;
  const reasons: Reason[] = [{ file, line: allocation.line, what: `allocated in ${allocation.function}` }];
  const add = (line: number, what: string) => {
    if (line !== allocation.line) reasons.push({ file, line, what });
  };
  add(match.line, `the pointer is kept in ${match.stored}`);
  if (chosen) {
    add(chosen.handle.line, `the handle is kept in ${chosen.handle.text}`);
    add(chosen.size.line, `the size is ${chosen.size.text}`);
  }
  return reasons;
}
