import { r5 } from '@freehandle/model';
import {
  holdersOf,
  isLocal,
  lastName,
  mayTake,
  signsOf,
  variablesIn,
  type Resource,
  type State,
} from '../explore/state.ts';
import { NEGATIVE, POSITIVE, ZERO } from '../terms/sign.ts';
import { keepsHandle } from '../explore/opaque-call.ts';
import type { Explored } from '../explore/explore.ts';
import type { Frame, Suspicion } from '../explore/frame.ts';
import { holds, objectOf, type Term } from '../terms/term.ts';
import { placeText, textOf } from '../terms/text.ts';
import {
  endingOf,
  gatherEvidence,
  isDirect,
  uncheckedKey,
  unwindsItself,
  type Ending,
  type Evidence,
} from './evidence.ts';
import { checkReported } from './failure-as-success.ts';
import { doubtOf } from './doubts.ts';
import { remarkAt } from './on-purpose.ts';
import { ownerOf, type Owner } from './ownership.ts';

/** What is known of a function's place in the driver. */
export interface Standing {
  /** A function of the same file calls it, so that its callers decide what a failure leaves behind. */
  readonly hasCallers: boolean;
  /** When it fails, nothing is called that would undo it. */
  readonly failsAlone: boolean;
  /** It begins the life of a device: what it leaves behind when it fails nobody finds again. */
  readonly isBeginning: boolean;
  /** Whether what begins a device's life makes the same: its end, and not this failure, is where it is to be freed. */
  readonly isMadeAtStart: (resource: Resource) => boolean;
}

/** A leak that is none if what calls the function undoes it. */
export interface HeldBack {
  /** The site of the allocation, as its callers see it after their own. */
  readonly site: string;
  readonly suspicion: Suspicion;
}

/** Finds what the paths through a function leave behind; gives back what depends on its callers. */
export function checkLeaks(frame: Frame, { exits, complete }: Explored, standing: Standing): HeldBack[] {
  const evidence = gatherEvidence(frame, exits);
  const isVoid = frame.definition.returns.base === 'void' && frame.definition.returns.pointers === 0;
  const heldBack: HeldBack[] = [];
  for (const state of exits) {
    const ending = endingOf(state, frame.definition);
    for (const resource of state.resources.values()) {
      if (!resource.family.traced || resource.status === 'freed') continue;
      const signs = signsOf(state, resource.symbol);
      if (ending === 'succeeded' && evidence.fails) checkReported(frame, state, resource);
      if ((signs & POSITIVE) === 0) continue;
      const owner = ownerOf(state, resource);
      const isLeakable = resource.status === 'live' && !resource.family.managed;
      const verdict = isLeakable ? judge(resource, state, ending, owner, standing, evidence) : 'fine';
      // Who may have freed it may have asked for it as well.
      if (resource.perhapsFreed) continue;
      const end = state.returnedAt >= 0 ? state.returnedAt : frame.definition.end - 1;
      const remark = verdict === 'fine' ? null : remarkAt(frame, end, resource.family);
      if (remark?.isIntent) continue;
      const told = (): Suspicion => {
        const doubt = doubtOf(frame, state, resource, { owner, remark, complete });
        return leakOf(frame, state, resource, { ending, owner, doubt });
      };
      if (verdict === 'leak') frame.suspect(told());
      else if (verdict === 'leak unless undone') heldBack.push({ site: resource.site, suspicion: told() });
      else if (signs & ZERO && owner !== 'returned' && isDirect(resource)) {
        const isTold =
          ending === 'succeeded' || (evidence.fails && isPositive(state)) || isPassedOver(frame, state, resource);
        if (isTold && evidence.checks > 0 && owner === 'kept' && !isHandleTested(frame, resource))
          unchecked(frame, state, resource);
        else if ((isTold || isVoid) && evidence.checks === 0 && isNeverTested(frame, state, resource, evidence))
          unchecked(frame, state, resource);
      }
    }
  }
  return heldBack;
}

/** A number, of what there is now: no error. */
function isPositive(state: State): boolean {
  const { returned } = state;
  if (!returned) return false;
  const signs = signsOf(state, returned);
  return (
    signs === POSITIVE ||
    (signs === (POSITIVE | ZERO) && returned.kind === 'fresh') ||
    (returned.kind === 'operation' && /^(?:<<|\*|\+)$/.test(returned.operator))
  );
}

/** Whether the function returns what another one of the file, called later, says of its own work. */
function isPassedOver({ flow, functions }: Frame, { returned, results }: State, { offset }: Resource): boolean {
  if (returned?.kind !== 'fresh') return false;
  for (const [at, result] of results) {
    if (result !== returned || at <= offset) continue;
    const step = flow.steps.find((one) => one.kind === 'call' && one.call.start === at);
    return step?.kind === 'call' && step.call.callee.kind === 'name' && functions.has(step.call.callee.name);
  }
  return false;
}

/**
 * Whether no function of the file tests the place where the function leaves it, nor that of its handle. Functions of other
 * files may, unless the function says by itself whether it failed.
 */
function isNeverTested(frame: Frame, state: State, resource: Resource, { fails }: Evidence): boolean {
  const places = [...holdersOf(state, resource.symbol), ...(resource.handlePlace ? [resource.handlePlace] : [])];
  return (
    (frame.definition.isStatic || fails) &&
    holdersOf(state, resource.symbol).some((place) => !isLocal(place)) &&
    places.every((place) => !isAskedFor(frame, place))
  );
}

/** Whether a function of the file asks for the handle: what holds none was not allocated. */
function isHandleTested(frame: Frame, { handlePlace }: Resource): boolean {
  return handlePlace !== null && isAskedFor(frame, handlePlace);
}

/** Whether a condition of the file asks for what a place holds. */
function isAskedFor({ tested }: Frame, place: Term): boolean {
  let at = place;
  while (at.kind === 'element') at = at.base;
  return at.kind === 'member' ? tested.hasMember(at.owner, at.name) : tested.hasVariable(lastName(at) ?? '');
}

type Verdict = 'fine' | 'leak' | 'leak unless undone';

function judge(
  resource: Resource,
  state: State,
  ending: Ending,
  owner: Owner,
  standing: Standing,
  evidence: Evidence,
): Verdict {
  const bare = keepsHandle(state, resource);
  // Memory may be given away for good by its bus address, where that succeeds.
  const isUnkept =
    ending !== 'succeeded' && resource.handle !== null && holdersOf(state, resource.handle).every(isLocal);
  const escapes = [...resource.escapes].filter(
    (one) => !(bare && one.startsWith('!')) && !(isUnkept && one.startsWith('^')),
  );
  const escaped = escapes.some(
    (one) =>
      mayTake(one) &&
      !(evidence.refuted.has(`${resource.site} ${one}`) && isDirect(resource)) &&
      !hasFailed(state, one, ending),
  );
  if (owner === 'returned' || escaped || isNoFailure(state, resource)) return 'fine';
  if (owner === 'lost') return ending === 'failed' || escapes.length === 0 ? 'leak' : 'fine';
  if (owner === 'freed-container') return 'leak';
  if (ending !== 'failed' || (resource.isMadeOnce && !standing.isBeginning)) return 'fine';
  if (standing.failsAlone && !isDirect(resource) && standing.isMadeAtStart(resource)) return 'fine';
  if (standing.failsAlone) return 'leak';
  // What a helper makes in some cases only, and leaves in an object that goes on, is there the next time.
  if (resource.sometimesIn !== undefined) return 'fine';
  // It is in an object of the function that something outside holds by now, and frees with all that is in it; not where the
  // function frees that object itself when it fails.
  const containers = holdersOf(state, resource.symbol).flatMap((one) => state.resources.get(objectOf(one)) ?? []);
  if (containers.some((one) => !isUnwoundAlone(state, one, evidence))) return 'fine';
  if (!unwindsItself(resource, state, evidence)) return 'fine';
  return standing.hasCallers ? 'leak unless undone' : 'leak';
}

/** Whether the path takes for a failure what the function called had before it went on to allocate: that did not say it failed. */
function isNoFailure(state: State, { site, hasOlderResult }: Resource): boolean {
  const result = hasOlderResult ? state.results.get(Number(site.split('/')[0])) : undefined;
  return result !== undefined && (signsOf(state, result) & ZERO) === 0;
}

/** Whether the function frees an object when it fails, and nobody else has it on this way. */
function isUnwoundAlone(state: State, { symbol, site, status, escapes }: Resource, { unwound }: Evidence): boolean {
  const holders = holdersOf(state, symbol);
  const isAlone = holders.length > 0 && holders.every(isLocal) && ![...escapes].some(mayTake);
  return unwound.has(site) && status === 'live' && isAlone;
}

/** Whether the call at this place failed on this path: what it was given it did not take over. */
function hasFailed(state: State, place: string, ending: Ending): boolean {
  const result = state.results.get(Number(place.replace('!', '')));
  if (!result) return false;
  const signs = signsOf(state, result);
  if (signs === NEGATIVE) return true;
  // It is what the function returns, or what made it fail.
  const decides = state.decided !== null && holds(state.decided, result);
  return signs === (NEGATIVE | POSITIVE) && (state.returned === result || (ending === 'failed' && decides));
}

function leakOf(
  frame: Frame,
  state: State,
  resource: Resource,
  { ending, owner, doubt }: { ending: Ending; owner: Owner; doubt: string | null },
): Suspicion {
  const offset = state.returnedAt >= 0 ? state.returnedAt : frame.definition.end - 1;
  const naming = variablesIn(state);
  const [holder] = holdersOf(state, resource.symbol);
  const place = holder ? `\`${placeText(holder, naming)}\`` : 'the buffer';
  const size = resource.size ? ` of \`${textOf(resource.size, naming)}\` bytes` : '';
  const why =
    owner === 'freed-container'
      ? 'the object that holds it is freed'
      : ending === 'failed'
        ? 'the function fails'
        : 'the function ends and nothing holds it';
  const free = resource.family.frees[0]!.name;
  return {
    rule: 'R7',
    severity: (owner === 'kept' && resource.escapes.size > 0) || doubt !== null ? 'warning' : 'error',
    offset,
    message: `${place}${size} from ${resource.call} is not freed when ${why}; ${free} is missing on this way${doubt === null ? '' : `, ${doubt}`}`,
    trail: { before: state.trail, offset, what: 'it ends here without a free' },
    from: resource.trail,
    key: `leak ${frame.definition.name} ${resource.site}`,
  };
}

function unchecked(frame: Frame, state: State, resource: Resource): void {
  const [holder] = holdersOf(state, resource.symbol);
  const reports = state.returnedAt >= 0;
  const offset = reports ? state.returnedAt : frame.definition.end - 1;
  const what = reports ? 'success is reported all the same' : 'it ends without saying so';
  frame.suspect({
    rule: 'R5',
    severity: 'warning',
    offset: resource.offset,
    message: `${holder ? `\`${placeText(holder, variablesIn(state))}\`` : 'the result'} is not checked: ${r5.message({ call: resource.call, succeeded: frame.definition.name })}`,
    trail: { before: state.trail, offset, what },
    from: resource.trail,
    key: uncheckedKey(frame.definition.name, resource.site),
  });
}
