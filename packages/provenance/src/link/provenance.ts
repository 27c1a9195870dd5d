import { freedParameter } from '../facts/file-facts.ts';
import type { FreeFact, Missing, Reason, SourceOfFree } from '../facts/facts.ts';
import type { LinkedFacts } from './index-facts.ts';
import { macroChange } from './macro-meaning.ts';
import { macroObjection, narrowDoubt } from './objections.ts';
import type { Path } from '../paths/path.ts';
import { nameFor } from './name-for.ts';
import { resolveByPair } from './resolve-pair.ts';
import { resolveByType } from './resolve-type.ts';
import { resolveMember, squash, unknown } from './resolve-member.ts';
import { resolveParameter, type Contract } from './resolve-parameter.ts';
import type { Verdict } from './verdict.ts';

const MAX_CALLERS = 3;

/** Says what size and handle the block has that a call frees, or why that is not known. */
export function provenanceOf(free: FreeFact, linked: LinkedFacts, contracts: readonly Contract[], depth = 0): Verdict {
  const sources = free.sources.filter((source) => source.kind !== 'doubt');
  const verdicts = sources.map((source) => ofSource(free, source, linked, contracts, depth));
  const [first] = verdicts;
  if (!first) return unknown('no-allocation-found', `nothing but NULL is seen to reach ${free.place}`, []);
  const known = verdicts.filter((verdict) => verdict.kind === 'known');
  // Memory of another kind that the same pointer may hold is not freed by this call unless the driver is wrong.
  const others = sources.filter((source) => source.kind === 'unknown' && !source.again);
  const failure = verdicts.find(
    (verdict, i) => verdict.kind === 'unknown' && (known.length === 0 || !others.includes(sources[i]!)),
  );
  if (failure) return failure;
  const other = known.find(
    (one) =>
      squash(nameFor(free, one.size.text)) !== squash(nameFor(free, known[0]!.size.text)) ||
      squash(one.handle.text) !== squash(known[0]!.handle.text),
  );
  if (other) {
    const configs = new Set(sources.map((source) => (source.kind === 'allocation' ? source.config.join() : '')));
    return unknown(
      configs.size > 1 ? 'conflicting-config' : 'ambiguous-allocation',
      `two allocations reach it and disagree: ${known[0]!.size.text}, ${known[0]!.handle.text} and ${other.size.text}, ${other.handle.text}`,
      known.flatMap((one) => one.evidence),
    );
  }
  const calls = free.sources
    .filter((source) => source.kind === 'doubt')
    .map((source) => `${source.what} may put something else into ${free.place}`);
  for (const source of others) {
    if (source.kind !== 'unknown') continue;
    calls.push(`${free.place} may also come from ${source.what} (line ${source.line}), which is no such allocation`);
  }
  return {
    ...known[0]!,
    doubts: [...new Set([...known.flatMap((one) => one.doubts), ...calls])],
    evidence: known.flatMap((one) => one.evidence),
  };
}

function ofSource(
  free: FreeFact,
  source: SourceOfFree,
  linked: LinkedFacts,
  contracts: readonly Contract[],
  depth: number,
): Verdict {
  switch (source.kind) {
    case 'allocation':
      return ofAllocation(free, source, linked);
    case 'doubt':
    case 'unknown':
      return unknown(
        'no-allocation-found',
        `${free.place} comes from ${source.what || 'an expression'}, which is not a known allocation`,
        [{ file: free.file, line: source.line, what: source.what }],
      );
    case 'incoming': {
      if (source.moved && source.forms.every((form) => form.steps.length === 0 && form.root.kind === 'variable')) {
        const at = { file: free.file, line: source.moved.line, what: source.moved.what };
        const detail = `${source.moved.what} (line ${source.moved.line}) after ${free.place} was read through it`;
        return unknown('handle-not-retained', detail, [at]);
      }
      const position = freedParameter(
        [source],
        free.parameters.map((parameter) => parameter.name),
      );
      const hasMembers = source.forms.some((form) => form.steps.length > 0 || form.root.kind === 'global');
      const byType = resolveByType(free, linked);
      if (!hasMembers && byType) return byType;
      if (position >= 0 && depth < MAX_CALLERS) {
        return resolveParameter(free, position, contracts, linked, (call) =>
          provenanceOf(call, linked, contracts, depth + 1),
        );
      }
      const verdict = resolveMember(free, source.forms, linked);
      if (verdict.kind === 'known' || verdict.reason !== 'no-allocation-found') return verdict;
      return byType ?? ofMemberOfParameter(free, source.forms, linked) ?? verdict;
    }
  }
}

/** A member of what a parameter points to, where another function of the file allocates for the same object. */
function ofMemberOfParameter(free: FreeFact, forms: readonly Path[], linked: LinkedFacts): Verdict | null {
  const roots = new Set(forms.map((form) => form.root.name));
  const [root, ...others] = free.parameters.filter((parameter) => roots.has(parameter.name) && !parameter.reassigned);
  if (!root || others.length > 0) return null;
  const found = resolveByPair(free, -1, linked);
  return found?.kind === 'known' && found.handle.text.startsWith(`${root.name}->`) ? found : null;
}

function ofAllocation(
  free: FreeFact,
  source: Extract<SourceOfFree, { kind: 'allocation' }>,
  linked: LinkedFacts,
): Verdict {
  const file = free.file;
  const evidence: Reason[] = [{ file, line: source.line, what: `allocated in ${free.function}` }];
  for (const [found, isSize] of [
    [source.handle, false],
    [source.size, true],
  ] as const) {
    if (!('why' in found)) continue;
    return missing(free, found, isSize, evidence);
  }
  const { size, handle } = source as {
    size: Exclude<typeof source.size, Missing>;
    handle: Exclude<typeof source.handle, Missing>;
  };
  const allocation = linked.allocations.get(source.id);
  const macro = allocation ? macroChange(linked, size.text, allocation, free) : null;
  if (macro) {
    const { reason, detail, at } = macroObjection(free, macro, true);
    return unknown(reason, detail, [...evidence, at]);
  }
  const doubts = [size, handle]
    .filter((one) => !one.certain)
    .map((one) => `a call between the allocation and the free may change ${one.text}`);
  for (const one of [size, handle]) {
    if (one.narrow) doubts.push(narrowDoubt(one.text, one.narrow));
    if (one.doubt) doubts.push(one.doubt);
  }
  if (allocation?.doubt) doubts.push(allocation.doubt);
  return {
    kind: 'known',
    size: { text: size.text, file, line: size.line },
    handle: { text: handle.text, file, line: handle.line },
    doubts,
    evidence,
  };
}

function missing(free: FreeFact, found: Missing, isSize: boolean, evidence: readonly Reason[]): Verdict {
  const at = [...evidence, { file: free.file, line: found.line, what: found.what }];
  const what = isSize ? 'the size' : 'the handle';
  switch (found.why) {
    case 'freed':
      return unknown('freed-container', `${found.what} comes before the call and releases what holds ${what}`, at);
    case 'uninitialised':
      return unknown('uninitialised-on-path', `${found.what} is not set on a way that reaches the call with NULL`, at);
    case 'changed':
      return isSize
        ? unknown(
            'size-changed',
            `${found.what} is changed between the allocation and the call (line ${found.line})`,
            at,
          )
        : unknown(
            'handle-not-retained',
            `${found.what} is changed between the allocation and the call (line ${found.line})`,
            at,
          );
    case 'not-always':
      return unknown(
        isSize ? 'size-not-expressible' : 'handle-not-retained',
        `${found.what} is not set on every way to the call`,
        at,
      );
    case 'not-visible':
    case 'inexpressible':
      return unknown(
        isSize ? 'size-not-expressible' : 'handle-not-retained',
        `${what} (${found.what}) cannot be named at the call`,
        at,
      );
  }
}
