import type { AllocationFact, FreeFact, Reason } from '../facts/facts.ts';
import type { Path } from '../paths/path.ts';
import type { LinkedFacts } from './index-facts.ts';
import { nameFor } from './name-for.ts';
import { foreignStore, isAccessed, matchingAllocations, movedWithout, type Match } from './matches.ts';
import { brokenDoubt, doubtsOf, objectionTo } from './objections.ts';
import { against, renderAll, type There, type Written } from './render-there.ts';
import type { UnknownReason, Verdict } from './verdict.ts';

/** What one allocation says of a free: all ways to write its size and its handle there, best first. */
interface Candidate {
  readonly match: Match;
  readonly allocation: AllocationFact;
  readonly sizes: readonly Written[];
  readonly handles: readonly Written[];
}

/** Finds size and handle of a freed member or file-level variable from all stores to it. */
export function resolveMember(free: FreeFact, forms: readonly Path[], linked: LinkedFacts): Verdict {
  const name = free.place;
  const matches = matchingAllocations(free, forms, linked);
  if (matches.length === 0) {
    return unknown('no-allocation-found', `no allocation is stored in ${name} in the files given`, []);
  }
  // `adapter->tx.desc` is more likely the one stored as such than one stored through some `ring->desc`.
  const rank = Math.max(...matches.map((match) => match.rank));
  const chosen = matches.filter((match) => match.rank === rank);
  const foreign = foreignStore(free, forms, linked);
  if (foreign && rank < 2 && !forms.some(isAccessed)) {
    const evidence = [{ file: foreign.file, line: foreign.line, what: `${name} is set to something else` }];
    return unknown('ambiguous-allocation', `${name} is also set to something that is not such an allocation`, evidence);
  }
  const verdict = agree(
    free,
    chosen.map((match) => candidateOf(free, match, linked)),
  );
  if (verdict.kind === 'unknown') return verdict;
  const doubts = [...verdict.doubts];
  if (forms.some(isAccessed)) doubts.push(`what ${name} names may be set elsewhere too`);
  if (foreign) doubts.push(`a member of this name is also set to something else (${foreign.file}:${foreign.line})`);
  const moved = movedWithout(free, forms, verdict.handle.text, linked);
  if (moved) {
    const where = `in ${moved.function} (${moved.file}:${moved.line})`;
    doubts.push(`the member ${moved.member} is given another pointer ${where}, without the handle that goes with it`);
  }
  for (const { allocation, kept } of chosen) {
    if (allocation.doubt) doubts.push(allocation.doubt);
    for (const { other } of kept) {
      if (!other) continue;
      const { what, line } = other;
      doubts.push(`${name} may also come from ${what} (${allocation.file}:${line}), which is no such allocation`);
    }
    const doubt = brokenDoubt(free, allocation, [verdict.size.text, verdict.handle.text, free.place], linked);
    if (doubt) doubts.push(doubt);
  }
  const lesser = matches.find((match) => match.rank < rank && !allows(candidateOf(free, match, linked), verdict));
  if (lesser) {
    const { function: name, file, line } = lesser.allocation;
    doubts.push(`the allocation in ${name} (${file}:${line}) may be stored there too`);
  }
  return { ...verdict, doubts: [...new Set(doubts)] };
}

function candidateOf(free: FreeFact, match: Match, linked: LinkedFacts): Candidate {
  const { allocation, alignments, handles: positions } = match;
  const there: There = { free, allocation, alignments, linked, isHandle: false };
  const sizes = renderAll(
    there,
    allocation.size ? [allocation.size, ...allocation.sizeHolders] : allocation.sizeHolders,
  );
  const handles = renderAll(
    { ...there, isHandle: true },
    allocation.handles.filter((_template, index) => positions.has(index)),
  );
  const [inside] = allocation.insideBuffer;
  if (handles.length === 0 && inside && free.pointee === inside.record && /^[\w.>-]+$/.test(free.place)) {
    const text = `${free.place}->${inside.member}`;
    handles.push({
      text,
      line: inside.line,
      spoilt: null,
      mutated: null,
      impure: false,
      narrow: null,
      doubt: null,
      macro: null,
      assumed: null,
    });
  }
  return { match, allocation, sizes, handles };
}

function allows(candidate: Candidate, verdict: Extract<Verdict, { kind: 'known' }>): boolean {
  const has = (ways: readonly Written[], text: string) => ways.some((way) => squash(way.text) === squash(text));
  return has(candidate.sizes, verdict.size.text) && has(candidate.handles, verdict.handle.text);
}

function agree(free: FreeFact, candidates: readonly Candidate[]): Verdict {
  const size = common(candidates.map((one) => one.sizes));
  const handle = common(candidates.map((one) => one.handles));
  const evidence = candidates.flatMap((one) => chain(one, size, handle));
  if (!size || !handle) return disagreement(free, candidates, evidence);
  const objection = objectionTo(free, size, true) ?? objectionTo(free, handle, false);
  if (objection) return unknown(objection.reason, objection.detail, [...evidence, objection.at]);
  const { file } = candidates[0]!.allocation;
  return {
    kind: 'known',
    size: { text: nameFor(free, size.text), file, line: size.line },
    handle: { text: handle.text, file, line: handle.line },
    doubts: [...doubtsOf(size), ...doubtsOf(handle)],
    evidence,
  };
}

/** The way of writing that all have, the one with the least against it; what stands against it anywhere is kept. */
function common(all: readonly (readonly Written[])[]): Written | null {
  const [first, ...others] = all;
  let found: Written | null = null;
  for (const way of first ?? []) {
    const same = others.map((ways) => ways.find((other) => squash(other.text) === squash(way.text)));
    if (same.some((other) => other === undefined)) continue;
    const worst = [way, ...same].reduce<Written>((a, b) => (b && against(b) > against(a) ? b : a), way);
    if (!found || against(worst) < against(found)) found = { ...worst, text: way.text, line: way.line };
  }
  return found;
}

function disagreement(free: FreeFact, candidates: readonly Candidate[], evidence: readonly Reason[]): Verdict {
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

function chain({ allocation, match }: Candidate, size: Written | null, handle: Written | null): Reason[] {
  const { file } = allocation;
  const reasons: Reason[] = [{ file, line: allocation.line, what: `allocated in ${allocation.function}` }];
  const add = (line: number, what: string) => {
    if (line !== allocation.line) reasons.push({ file, line, what });
  };
  add(match.line, `the pointer is kept in ${match.stored}`);
  if (handle) add(handle.line, `the handle is kept in ${handle.text}`);
  if (size) add(size.line, `the size is ${size.text}`);
  return reasons;
}

/** Text without blanks, for comparing. */
export function squash(text: string): string {
  return text.replace(/\s+/g, '');
}

/** A verdict without a result. */
export function unknown(reason: UnknownReason, detail: string, evidence: readonly Reason[]): Verdict {
  return { kind: 'unknown', reason, detail, evidence };
}
