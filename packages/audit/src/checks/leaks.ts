import type { CType } from '@freehandle/c-source';
import { r5 } from '@freehandle/model';
import { signsOf, type Resource, type State } from '../explore/state.ts';
import { NEGATIVE, POSITIVE, ZERO } from '../terms/sign.ts';
import type { Frame } from '../explore/frame.ts';
import { objectOf, type Term } from '../terms/term.ts';
import { placeText, textOf } from '../terms/text.ts';
import { holdersOf } from '../explore/state.ts';
import { ownerOf, type Owner } from './ownership.ts';

/** How a function ended, by what it returns. */
export type Ending = 'failed' | 'succeeded' | 'unknown';

/** What is known of a function's place in the driver. */
export interface Standing {
  /** A function of the same file calls it, so that its callers decide what a failure leaves behind. */
  readonly hasCallers: boolean;
  /** When it fails, nothing is called that would undo it. */
  readonly failsAlone: boolean;
}

/** Says how a path ended. */
export function endingOf(state: State, returns: CType): Ending {
  if (!state.returned) return 'unknown';
  const signs = signsOf(state, state.returned);
  // The request goes on and is completed later.
  if (goesOn(state.returned)) return 'unknown';
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

function goesOn(value: Term): boolean {
  const [, error] = value.kind === 'operation' && value.operator === '-' ? value.operands : [];
  return error?.kind === 'constant' && /^(?:EINPROGRESS|EIOCBQUEUED|EBUSY)$/.test(error.name);
}

/** Finds what the paths through a function leave behind. */
export function checkLeaks(frame: Frame, exits: readonly State[], standing: Standing): void {
  const { returns } = frame.definition;
  const evidence = gather(exits, returns);
  for (const state of exits) {
    const ending = endingOf(state, returns);
    for (const resource of state.resources.values()) {
      if (!resource.family.traced || resource.family.managed) continue;
      if (resource.status !== 'live') continue;
      const signs = signsOf(state, resource.symbol);
      if ((signs & POSITIVE) === 0) continue;
      const owner = ownerOf(state, resource);
      if (leaks(resource, state, ending, owner, standing, evidence)) report(frame, state, resource, ending, owner);
      else if (
        ending === 'succeeded' &&
        signs & ZERO &&
        owner === 'kept' &&
        !resource.site.includes('/') &&
        evidence.checks > 0
      )
        unchecked(frame, state, resource);
    }
  }
}

interface Evidence {
  /** Sites whose memory is freed on some path on which the function fails. */
  readonly freedOnFailure: ReadonlySet<string>;
  /** Calls after which the function still freed what it had: they had not taken it over. */
  readonly refuted: ReadonlySet<string>;
  /** How many allocations of the function are checked. */
  readonly checks: number;
}

function gather(exits: readonly State[], returns: CType): Evidence {
  const freedOnFailure = new Set<string>();
  const refuted = new Set<string>();
  const checked = new Set<string>();
  for (const state of exits) {
    const failed = endingOf(state, returns) === 'failed';
    for (const resource of state.resources.values()) {
      if ((signsOf(state, resource.symbol) & ZERO) === 0) checked.add(resource.site);
      if (resource.status !== 'freed') continue;
      for (const escape of resource.escapes) refuted.add(escape);
      if (failed) freedOnFailure.add(resource.site);
    }
  }
  return { freedOnFailure, refuted, checks: checked.size };
}

function leaks(
  resource: Resource,
  state: State,
  ending: Ending,
  owner: Owner,
  standing: Standing,
  evidence: Evidence,
): boolean {
  const escaped = [...resource.escapes].some(
    (one) =>
      !one.startsWith('~') && !(evidence.refuted.has(one) && !resource.site.includes('/')) && !hasFailed(state, one),
  );
  if (owner === 'returned') return false;
  if (owner === 'lost') return !escaped && (ending === 'failed' || resource.escapes.size === 0);
  if (owner === 'freed-container') return !escaped;
  if (ending !== 'failed' || escaped || standing.hasCallers) return false;
  if (standing.failsAlone) return true;
  // It is in an object of the function that something outside holds by now, and frees with all that is in it.
  if (holdersOf(state, resource.symbol).some((address) => state.resources.has(objectOf(address)))) return false;
  // The function undoes its own work when it fails: it freed this on another way, or another allocation on this one.
  return (
    evidence.freedOnFailure.has(resource.site) ||
    (!resource.site.includes('/') &&
      [...state.resources.values()].some(
        (other) => other !== resource && other.status === 'freed' && other.family.traced && !other.site.includes('/'),
      ))
  );
}

/** Whether the call at this place failed on this path: what it was given it did not take over. */
function hasFailed(state: State, place: string): boolean {
  const result = state.results.get(Number(place));
  if (!result) return false;
  const signs = signsOf(state, result);
  return signs === NEGATIVE || (signs === (NEGATIVE | POSITIVE) && state.returned === result);
}

function report(frame: Frame, state: State, resource: Resource, ending: Ending, owner: Owner): void {
  const offset = state.returnedAt >= 0 ? state.returnedAt : frame.definition.end - 1;
  const [holder] = holdersOf(state, resource.symbol);
  const place = holder ? `\`${placeText(holder)}\`` : 'the buffer';
  const size = resource.size ? ` of \`${textOf(resource.size)}\` bytes` : '';
  const why =
    owner === 'freed-container'
      ? 'the object that holds it is freed'
      : ending === 'failed'
        ? 'the function fails'
        : 'the function ends and nothing holds it';
  const free = resource.family.frees[0]!.name;
  frame.suspect({
    rule: 'R7',
    severity: owner === 'kept' && resource.escapes.size > 0 ? 'warning' : 'error',
    offset,
    message: `${place}${size} from ${resource.call} is not freed when ${why}; ${free} is missing on this way`,
    trail: { before: state.trail, offset, what: 'it ends here without a free' },
    from: resource.trail,
    key: `leak ${frame.definition.name} ${resource.site}`,
  });
}

function unchecked(frame: Frame, state: State, resource: Resource): void {
  const [holder] = holdersOf(state, resource.symbol);
  frame.suspect({
    rule: 'R5',
    severity: 'warning',
    offset: resource.offset,
    message: `${holder ? `\`${placeText(holder)}\`` : 'the result'} is not checked: ${r5.message({ call: resource.call, succeeded: frame.definition.name })}`,
    trail: { before: state.trail, offset: state.returnedAt, what: 'success is reported all the same' },
    from: resource.trail,
  });
}
