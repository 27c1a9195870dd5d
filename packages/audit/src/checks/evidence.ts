import type { CType, FunctionDefinition } from '@freehandle/c-source';
import type { Frame } from '../explore/frame.ts';
import { signsOf, type Resource, type State } from '../explore/state.ts';
import { NEGATIVE, POSITIVE, ZERO } from '../terms/sign.ts';
import type { Term } from '../terms/term.ts';

/** How a function ended, by what it returns. */
export type Ending = 'failed' | 'succeeded' | 'unknown';

/** Says how a path ended. */
export function endingOf(state: State, { returns, parameters }: FunctionDefinition): Ending {
  if (!state.returned) return 'unknown';
  // The request goes on and is completed later; `EBUSY` says so of one that was queued. [6.1 Documentation/crypto/api-skcipher]
  const isQueued = parameters.some(({ type }) => /^struct \w*(?:request|crypto)\w*$/.test(type.base));
  if (goesOn(state.returned, isQueued ? /^(?:EINPROGRESS|EIOCBQUEUED|EBUSY)$/ : /^(?:EINPROGRESS|EIOCBQUEUED)$/))
    return 'unknown';
  return endingBy(state, state.returned, returns);
}

/** What a value says, as the result of a function of that type. */
export function endingBy(state: State, result: Term, returns: CType): Ending {
  const signs = signsOf(state, result);
  if (returns.pointers > 0)
    return signs === ZERO || signs === NEGATIVE
      ? 'failed'
      : (signs & (ZERO | NEGATIVE)) === 0
        ? 'succeeded'
        : 'unknown';
  if (returns.base === 'bool') return signs === ZERO ? 'failed' : signs === POSITIVE ? 'succeeded' : 'unknown';
  if (/^(?:irqreturn_t|netdev_tx_t)$/.test(returns.base)) return 'unknown';
  if (signs === ZERO) return 'succeeded';
  if (signs === NEGATIVE || signs === (NEGATIVE | POSITIVE)) return 'failed';
  return 'unknown';
}

function goesOn(value: Term, names: RegExp): boolean {
  const [, error] = value.kind === 'operation' && value.operator === '-' ? value.operands : [];
  return error?.kind === 'constant' && names.test(error.name);
}

/** What all paths of a function together say of how it treats its failures. */
export interface Evidence {
  /** Sites whose memory is freed, or may be, on some path on which the function fails. */
  readonly freedOnFailure: ReadonlySet<string>;
  /** Of these, the ones that no path frees on which the function succeeds: freeing them is unwinding. */
  readonly unwound: ReadonlySet<string>;
  /** Calls after which the function still freed what it had: they had not taken it over. */
  readonly refuted: ReadonlySet<string>;
  /** How many allocations of the function are checked. */
  readonly checks: number;
  /** Whether it can fail. */
  readonly fails: boolean;
}

/** Gathers the evidence from the ends of all paths. */
export function gatherEvidence(frame: Frame, exits: readonly State[]): Evidence {
  const freedOnFailure = new Set<string>();
  const freedElse = new Set<string>();
  const refuted = new Set<string>();
  const checked = new Set<string>();
  let fails = false;
  for (const state of exits) {
    const failed = endingOf(state, frame.definition) === 'failed';
    fails ||= failed;
    for (const resource of state.resources.values()) {
      if ((signsOf(state, resource.symbol) & ZERO) === 0) checked.add(resource.site);
      if (failed && resource.perhapsFreed && !hasMakerFailed(frame, state, resource)) freedOnFailure.add(resource.site);
      if (resource.status !== 'freed' || resource.isDangling) continue;
      for (const escape of resource.escapes) refuted.add(`${resource.site} ${escape}`);
      (failed ? freedOnFailure : freedElse).add(resource.site);
    }
  }
  const unwound = new Set([...freedOnFailure].filter((site) => !freedElse.has(site)));
  return { freedOnFailure, unwound, refuted, checks: checked.size, fails };
}

/** Whether the function called that allocated it has failed: what that freed it made room with, or undid itself. */
function hasMakerFailed(frame: Frame, state: State, { site }: Resource): boolean {
  return site.includes('/') && endingOfCall(frame, state, Number(site.split('/')[0])) === 'failed';
}

/** How the function of the file that is called at an offset has ended, by its result. */
export function endingOfCall({ flow, functions }: Frame, state: State, offset: number): Ending {
  const result = state.results.get(offset);
  const step = flow.steps.find((one) => one.kind === 'call' && one.call.start === offset);
  if (!result || step?.kind !== 'call' || step.call.callee.kind !== 'name') return 'unknown';
  const called = functions.get(step.call.callee.name);
  return called === undefined ? 'unknown' : endingBy(state, result, called.returns);
}

/** Whether the function itself made the allocation, and not one that it calls. */
export function isDirect(resource: Resource): boolean {
  return !resource.site.includes('/');
}

/**
 * Whether the function undoes its own work when it fails: it freed this on another way, or other work of its own on this way,
 * or on this way as well forgets what it freed on another.
 */
export function unwindsItself(resource: Resource, state: State, evidence: Evidence): boolean {
  return (
    evidence.freedOnFailure.has(resource.site) ||
    (isDirect(resource) &&
      [...state.resources.values()].some(
        (other) =>
          other !== resource &&
          (evidence.unwound.has(other.site) || (isDirect(other) && other.status === 'freed' && other.family.traced)) &&
          !other.isDangling,
      ))
  );
}

/** The key of an allocation whose result a function does not check. */
export function uncheckedKey(name: string, site: string): string {
  return `unchecked ${name} ${site}`;
}
