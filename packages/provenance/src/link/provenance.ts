import { freedParameter } from '../facts/freed-parameter.ts';
import type { FreeFact, Missing, Reason, Rendered, SourceOfFree } from '../facts/facts.ts';
import type { LinkedFacts } from './index-facts.ts';
import { macroChange } from './macro-meaning.ts';
import type { Path } from '../paths/path.ts';
import { answerOf, commonWays, conclude, squash, unknown, writtenHere, type Answer } from './answer.ts';
import { nameFor } from './name-for.ts';
import { resolveByPair } from './resolve-pair.ts';
import { against, type Written } from './written.ts';
import { resolveByType } from './resolve-type.ts';
import { resolveMember } from './resolve-member.ts';
import { resolveParameter, type Contract } from './resolve-parameter.ts';
import type { Unknown, Verdict } from './verdict.ts';

const MAX_CALLERS = 3;

/** Says what size and handle the block has that a call frees, or why that is not known. */
export function provenanceOf(free: FreeFact, linked: LinkedFacts, contracts: readonly Contract[], depth = 0): Verdict {
  const verdict = fromSources(free, linked, contracts, depth);
  if (verdict.kind === 'unknown') return verdict;
  // A number or a macro that stands for one says that there is no handle.
  if (!/[a-z]/.test(verdict.handle.text) && !isVariable(free, verdict.handle.text, linked)) {
    const detail = `what is kept beside ${free.place} is ${verdict.handle.text}, which is no handle of its own`;
    return unknown('handle-not-retained', detail, verdict.evidence);
  }
  // Arguments are evaluated in no certain order.
  for (const [{ text }, reason] of [
    [verdict.handle, 'handle-not-retained'],
    [verdict.size, 'size-not-expressible'],
  ] as const) {
    const changed = free.effects.find((effect) => mentions(text, effect));
    if (changed === undefined) continue;
    const detail = `${text} reads ${changed}, which the argument ${free.vaddr.text} changes`;
    return unknown(reason, detail, verdict.evidence);
  }
  return verdict;
}

/** Whether a name in capitals is that of a variable all the same. */
function isVariable({ visible, file }: FreeFact, text: string, linked: LinkedFacts): boolean {
  const name = /[A-Z_]\w*/.exec(text)?.[0] ?? '';
  return (
    visible.some((one) => one.name === name) || linked.shared.has(name) || linked.statics.get(file)?.has(name) === true
  );
}

function mentions(text: string, part: string): boolean {
  return /^\w+$/.test(part)
    ? new RegExp(`\\b${part}\\b`).test(text)
    : text.replace(/\s+/g, '').includes(part.replace(/\s+/g, ''));
}

function fromSources(free: FreeFact, linked: LinkedFacts, contracts: readonly Contract[], depth: number): Verdict {
  const isRelative = (source: SourceOfFree): boolean =>
    source.kind === 'allocation' && linked.allocations.get(source.id)?.isRelative === true;
  const hasOwn = free.sources.some((source) => source.kind === 'allocation' && !isRelative(source));
  const relatives = free.sources.filter((source) => hasOwn && isRelative(source));
  const sources = free.sources.filter((source) => source.kind !== 'doubt' && !relatives.includes(source));
  const found = sources.map((source) => ofSource(free, source, linked, contracts, depth));
  if (found.length === 0) return unknown('no-allocation-found', `nothing but NULL is seen to reach ${free.place}`, []);
  const answers = found.filter((one) => one.kind === 'answer');
  // Memory of another kind that the same pointer may hold is not freed by this call unless the driver is wrong.
  const isOther = (one: Unknown, source: SourceOfFree) =>
    one.reason === 'no-allocation-found' && !(source.kind === 'unknown' && source.again);
  const failures = found.flatMap((one, i) => (one.kind === 'unknown' ? [{ one, source: sources[i]! }] : []));
  const failure = failures.find(({ one, source }) => answers.length === 0 || !isOther(one, source));
  if (failure) return failure.one;
  const calls = free.sources
    .filter((source) => source.kind === 'doubt')
    .map((source) => `${source.what} may put something else into ${free.place}`);
  const others = failures.map(({ one, source }) =>
    source.kind === 'unknown'
      ? `${free.place} may also come from ${source.what} (line ${source.line}), which is no such allocation`
      : one.detail,
  );
  const meant = relatives.map(
    ({ line }) => `${free.place} may also come from line ${line}, which allocates for another call to free`,
  );
  const doubts = [...answers.flatMap((one) => one.doubts), ...calls, ...others, ...meant];
  const asSaid = commonWays(answers.map((one) => one.sizes));
  const named = (way: Written): Written => ({ ...way, text: nameFor(free, way.text) });
  const sizes = asSaid.length > 0 ? asSaid : commonWays(answers.map((one) => one.sizes.map(named)));
  const handles = commonWays(answers.map((one) => one.handles));
  const evidence = answers.flatMap((one) => one.evidence);
  if (sizes.length > 0 && handles.length > 0) {
    const { file } = answers[0]!;
    return conclude(free, { kind: 'answer', sizes, handles, file, doubts: [...new Set(doubts)], evidence });
  }
  const configs = new Set(sources.map((source) => (source.kind === 'allocation' ? source.config.join() : '')));
  const texts = [...new Set(answers.map((one) => `${one.sizes[0]!.text}, ${one.handles[0]!.text}`))];
  return unknown(
    configs.size > 1 ? 'conflicting-config' : 'ambiguous-allocation',
    `two allocations reach it and disagree: ${texts.join(' and ')}`,
    evidence,
  );
}

function ofSource(
  free: FreeFact,
  source: SourceOfFree,
  linked: LinkedFacts,
  contracts: readonly Contract[],
  depth: number,
): Answer | Unknown {
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
      if (!hasMembers && byType) return asAnswer(byType);
      if (position >= 0 && depth < MAX_CALLERS) {
        return asAnswer(
          resolveParameter(free, position, contracts, linked, (call) =>
            provenanceOf(call, linked, contracts, depth + 1),
          ),
        );
      }
      const answer = resolveMember(free, source.forms, linked);
      if (answer.kind === 'answer' || answer.reason !== 'no-allocation-found') return answer;
      const other = byType ?? ofMemberOfParameter(free, source.forms, linked);
      return other ? asAnswer(other) : answer;
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

function asAnswer(verdict: Verdict): Answer | Unknown {
  return verdict.kind === 'known' ? answerOf(verdict) : verdict;
}

function ofAllocation(
  free: FreeFact,
  source: Extract<SourceOfFree, { kind: 'allocation' }>,
  linked: LinkedFacts,
): Answer | Unknown {
  const { file } = free;
  const { sizes, handles } = source;
  const evidence: Reason[] = [{ file, line: source.line, what: `allocated in ${free.function}` }];
  if ('why' in handles) return missing(free, handles, false, evidence);
  if ('why' in sizes) return missing(free, sizes, true, evidence);
  const allocation = linked.allocations.get(source.id);
  const ofCall = (all: readonly Rendered[]): Written[] =>
    writtenHere(all, free, linked).map((way) => ({
      ...way,
      macro: allocation ? macroChange(linked, way.text, allocation, free) : null,
    }));
  const plainly = ofCall(sizes);
  // What only this function sees outranks a member that another one, run in between, may store to.
  const isOwn = (way: Written) => against(way) === 0 && !/->|\./.test(way.text);
  const written = plainly.some(isOwn) ? plainly.map((way) => withStores(free, way, linked)) : plainly;
  const doubts = allocation?.doubt ? [allocation.doubt] : [];
  return { kind: 'answer', sizes: written, handles: ofCall(handles), file, doubts, evidence };
}

/** A doubt about a member that another function of the file stores to. */
function withStores(free: FreeFact, way: Written, linked: LinkedFacts): Written {
  const member = /(?:->|\.)(\w+)(?:\[[^\]]*\])*$/.exec(squash(way.text))?.[1];
  const store = (member === undefined ? [] : linked.stores.in(member, free.file)).find(
    (one) => one.function !== free.function && one.value !== 'null',
  );
  if (!store || way.doubt) return way;
  return { ...way, doubt: `the member ${member} is also stored to in ${store.function} (${store.file}:${store.line})` };
}

function missing(free: FreeFact, found: Missing, isSize: boolean, evidence: readonly Reason[]): Unknown {
  const at = [...evidence, { file: free.file, line: found.line, what: found.what }];
  const what = isSize ? 'the size' : 'the handle';
  switch (found.why) {
    case 'freed':
      return unknown('freed-container', `${found.what} comes before the call and releases what holds ${what}`, at);
    case 'uninitialised':
      return unknown('uninitialised-on-path', `${found.what} is not set on a way that reaches the call with NULL`, [
        ...evidence,
        { file: free.file, line: found.line, what: `${found.what} may not be set` },
      ]);
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
