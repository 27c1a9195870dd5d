import { endOf } from '../facts/store-facts.ts';
import type { AllocationFact, FreeFact, Reason } from '../facts/facts.ts';
import type { Path } from '../paths/path.ts';
import { pathText } from '../paths/path.ts';
import { align, type Alignment } from './align.ts';
import { memberKey, type FiledStore, type LinkedFacts } from './index-facts.ts';
import { renderFirst, type There, type Written } from './render-there.ts';
import type { UnknownReason, Verdict } from './verdict.ts';

/** What one allocation says of a free. */
interface Candidate {
  readonly allocation: AllocationFact;
  readonly size: Written | null;
  readonly handle: Written | null;
  readonly storeLine: number;
  readonly stored: string;
}

/** Finds size and handle of a freed member or file-level variable from all stores to it. */
export function resolveMember(free: FreeFact, forms: readonly Path[], linked: LinkedFacts): Verdict {
  const name = free.place;
  const matches = matchingAllocations(free, forms, linked);
  if (matches.length === 0) {
    return unknown('no-allocation-found', `no allocation is stored in ${name} in the files given`, []);
  }
  const foreign = foreignStore(free, forms, linked);
  if (foreign) {
    const evidence = [{ file: foreign.file, line: foreign.line, what: `${name} is set to something else` }];
    return unknown('ambiguous-allocation', `${name} is also set to something that is not such an allocation`, evidence);
  }
  const candidates = matches.map(({ allocation, alignments, line, stored, handles }): Candidate => {
    const there: There = { free, allocation, alignments, linked, isHandle: false };
    const sizes = allocation.size ? [allocation.size, ...allocation.sizeHolders] : allocation.sizeHolders;
    const size = renderFirst(there, sizes);
    return { allocation, size, handle: handleOf({ ...there, isHandle: true }, handles), storeLine: line, stored };
  });
  return agree(free, candidates);
}

interface Match {
  readonly allocation: AllocationFact;
  readonly alignments: readonly Alignment[];
  readonly line: number;
  readonly stored: string;
  /** Positions of the handle templates that go with these stores. */
  readonly handles: ReadonlySet<number>;
}

function matchingAllocations(free: FreeFact, forms: readonly Path[], linked: LinkedFacts): Match[] {
  const names = new Set(forms.map(memberKey));
  const candidates = [...new Set([...names].flatMap((name) => linked.byMember.get(name) ?? []))];
  const matches = candidates.flatMap((allocation): Match[] => {
    const isNear = allocation.file === free.file;
    const found = allocation.stores.flatMap((store) => {
      const alignments = store.forms
        .flatMap((there) =>
          forms.map((here) =>
            isLocal(there) && !sameStatic(allocation, free, there, here) ? null : align(there, here),
          ),
        )
        .filter((one) => one !== null);
      // Where one way of writing the two places shows them different, they are different.
      const refuted = store.forms.some((there) =>
        forms.some((here) => memberKey(there) === memberKey(here) && contradicts(there, here)),
      );
      return refuted || alignments.length === 0
        ? []
        : [{ alignments, line: store.line, stored: pathText(store.forms[0]!), handles: store.handles }];
    });
    const [first] = found;
    if (!first) return [];
    if (
      !isNear &&
      !found.some((one) => one.alignments.some((alignment) => alignment.length > 0 && recordKnown(allocation, forms)))
    )
      return [];
    return [
      {
        allocation,
        alignments: found.flatMap((one) => one.alignments),
        line: first.line,
        stored: first.stored,
        handles: new Set(found.flatMap((one) => one.handles)),
      },
    ];
  });
  const near = matches.filter((match) => match.allocation.file === free.file);
  return near.length > 0 ? near : matches;
}

/** A place that is a local of the allocating function: no other function can free what it holds. */
function isLocal(path: Path): boolean {
  return path.root.kind === 'variable' && !path.steps.some((step) => step.kind !== 'index');
}

function sameStatic(allocation: AllocationFact, free: FreeFact, there: Path, here: Path): boolean {
  return allocation.file === free.file && allocation.function === free.function && there.root.name === here.root.name;
}

function contradicts(there: Path, here: Path): boolean {
  return (
    align(there, here) === null &&
    there.steps.some((s) => s.kind === 'member') &&
    here.steps.some((s) => s.kind === 'member')
  );
}

function recordKnown(allocation: AllocationFact, forms: readonly Path[]): boolean {
  const records = new Set(
    forms.map((form) => endOf(form)?.record).filter((record) => record !== undefined && record !== ''),
  );
  return allocation.stores.some((store) => store.forms.some((form) => records.has(endOf(form)?.record ?? '')));
}

/** A store of something that is neither such an allocation nor NULL into the same member. */
function foreignStore(free: FreeFact, forms: readonly Path[], linked: LinkedFacts): FiledStore | null {
  for (const form of forms) {
    const end = endOf(form);
    if (!end) continue;
    for (const store of linked.stores.get(end.member) ?? []) {
      if (store.depth !== end.depth) continue;
      if (store.file !== free.file && (store.record === '' || end.record === '')) continue;
      if (store.record !== '' && end.record !== '' && store.record !== end.record) continue;
      if (
        store.value === 'other' ||
        store.value === 'changed' ||
        store.value === 'constant' ||
        store.value === 'handle'
      )
        return store;
    }
  }
  return null;
}

function handleOf(there: There, positions: ReadonlySet<number>): Written | null {
  const written = renderFirst(
    there,
    there.allocation.handles.filter((_template, index) => positions.has(index)),
  );
  if (written) return written;
  const [inside] = there.allocation.insideBuffer;
  if (!inside || there.free.pointee !== inside.record || !/^[\w.>-]+$/.test(there.free.place)) return null;
  return {
    text: `${there.free.place}->${inside.member}`,
    line: inside.line,
    spoilt: null,
    mutated: null,
    impure: false,
  };
}

function agree(free: FreeFact, candidates: readonly Candidate[]): Verdict {
  const evidence = candidates.flatMap(chain);
  const without = candidates.find((one) => !one.size || !one.handle);
  if (without) {
    const what = pathsText(without);
    return without.handle
      ? unknown(
          'size-not-expressible',
          `the size passed in ${without.allocation.function} ${what} has no name in ${free.function}`,
          evidence,
        )
      : unknown(
          'handle-not-retained',
          `the handle stored in ${without.allocation.function} ${what} has no name in ${free.function}`,
          evidence,
        );
  }
  const [first] = candidates;
  const size = first!.size!;
  const handle = first!.handle!;
  const other = candidates.find(
    (one) => squash(one.size!.text) !== squash(size.text) || squash(one.handle!.text) !== squash(handle.text),
  );
  if (other) {
    const isConfig = other.allocation.config.join() !== first!.allocation.config.join();
    return unknown(
      isConfig ? 'conflicting-config' : 'ambiguous-allocation',
      `two allocations reach it and disagree: ${size.text}, ${handle.text} and ${other.size!.text}, ${other.handle!.text}`,
      evidence,
    );
  }
  const objection = objectionTo(free, size, true) ?? objectionTo(free, handle, false);
  if (objection) return unknown(objection.reason, objection.detail, [...evidence, objection.at]);
  const doubts = [...doubtsOf(size), ...doubtsOf(handle)];
  return {
    kind: 'known',
    size: { text: size.text, file: first!.allocation.file, line: size.line },
    handle: { text: handle.text, file: first!.allocation.file, line: handle.line },
    doubts: [...new Set(doubts)],
    evidence,
  };
}

/** What makes an argument wrong, if anything does. */
function objectionTo(
  free: FreeFact,
  written: Written,
  isSize: boolean,
): { reason: UnknownReason; detail: string; at: Reason } | null {
  const changed = isSize ? 'size-changed' : 'handle-not-retained';
  const event = written.spoilt;
  if (event && event.kind !== 'called') {
    const at = { file: free.file, line: event.line, what: event.what };
    if (event.kind === 'store') return { reason: changed, detail: `${event.what} before the call`, at };
    return {
      reason: 'freed-container',
      detail: `${event.what} comes before the call, and ${written.text} is in what it releases`,
      at,
    };
  }
  const store = written.mutated;
  if (store?.value !== 'changed') return null;
  const what = `${store.member} is counted on or moved in ${store.function}`;
  return {
    reason: changed,
    detail: `${what} (${store.file}:${store.line})`,
    at: { file: store.file, line: store.line, what },
  };
}

/** What was not proved of an argument. */
function doubtsOf(written: Written): string[] {
  const doubts: string[] = [];
  const store = written.mutated;
  if (store) doubts.push(`${store.member} is also stored to in ${store.function} (${store.file}:${store.line})`);
  if (written.spoilt) doubts.push(`${written.spoilt.what} may change ${written.text}`);
  if (written.impure) doubts.push(`${written.text} calls a function that may give another value each time`);
  return doubts;
}

function chain(candidate: Candidate): Reason[] {
  const { allocation } = candidate;
  const reasons: Reason[] = [
    { file: allocation.file, line: allocation.line, what: `allocated in ${allocation.function}` },
  ];
  if (candidate.storeLine !== allocation.line) {
    reasons.push({
      file: allocation.file,
      line: candidate.storeLine,
      what: `the pointer is kept in ${candidate.stored}`,
    });
  }
  if (candidate.handle && candidate.handle.line !== allocation.line) {
    reasons.push({
      file: allocation.file,
      line: candidate.handle.line,
      what: `the handle is kept in ${candidate.handle.text}`,
    });
  }
  if (candidate.size && candidate.size.line !== allocation.line) {
    reasons.push({ file: allocation.file, line: candidate.size.line, what: `the size is ${candidate.size.text}` });
  }
  return reasons;
}

function pathsText(candidate: Candidate): string {
  return `(line ${candidate.allocation.line})`;
}

/** Text without blanks, for comparing. */
export function squash(text: string): string {
  return text.replace(/\s+/g, '');
}

/** A verdict without a result. */
export function unknown(reason: UnknownReason, detail: string, evidence: readonly Reason[]): Verdict {
  return { kind: 'unknown', reason, detail, evidence };
}
