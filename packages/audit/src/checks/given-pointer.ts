import { r31, r8 } from '@freehandle/model';
import { withoutCasts, type Expression } from '@freehandle/c-source';
import { addressOf, typeIn } from '../explore/evaluate.ts';
import { sourceText, type Frame } from '../explore/frame.ts';
import { mayTake, signsOf, variablesIn, type FreeEvent, type State } from '../explore/state.ts';
import { ZERO } from '../terms/sign.ts';
import type { Term } from '../terms/term.ts';
import { textOf } from '../terms/text.ts';
import { isDirect } from './evidence.ts';

/** What a free of a traced family is given for the address, where that cannot be the address of a buffer. */
export function checkPointer(frame: Frame, state: State, event: FreeEvent): void {
  const given = argumentFor(event, 'vaddr');
  if (!given || !event.family.traced) return;
  const { call, offset, vaddr } = event;
  const say = (rule: string, message: string, what: string, unless?: string): void =>
    frame.suspect({
      rule,
      severity: 'error',
      offset,
      message,
      trail: { before: state.trail, offset, what },
      ...(unless === undefined ? {} : { unless }),
    });
  const text = sourceText(frame, given);
  if (given.kind === 'address' && isPointer(frame, given.operand)) {
    say('R8', `${r8.message({ given: text, start: null })}; it is where the pointer is kept`, `${call} is given it`);
    return;
  }
  const place = addressOf(frame, state, given);
  if (!place || place.kind === 'variable') return;
  if (signsOf(state, vaddr) !== ZERO) {
    frame.agreements.add(`there ${offset}`);
    return;
  }
  if (vaddr.kind === 'number') {
    if (isSetToNull(state, place))
      say(
        'R7',
        `\`${text}\` has been set to NULL when ${call} is given it; what it held is not freed`,
        `${call} is given NULL`,
      );
    else frame.agreements.add(`there ${offset}`);
  } else if (vaddr.kind === 'load')
    say(
      'R7',
      `\`${text}\` is given to ${call} only where it is NULL; what it holds otherwise is not freed`,
      `${call} is given NULL`,
      `there ${offset}`,
    );
}

/** The argument of a free that stands for the address or the handle, without casts. */
export function argumentFor({ at, family, call }: FreeEvent, role: 'vaddr' | 'handle'): Expression | null {
  const roles = family.frees.find(({ name }) => name === call)?.arguments ?? [];
  const given = at?.arguments[roles.indexOf(role)];
  return given ? withoutCasts(given) : null;
}

function isPointer(frame: Frame, expression: Expression): boolean {
  const { pointers, arrays, isFunction } = typeIn(frame, expression);
  return pointers > 0 && arrays === 0 && !isFunction;
}

/** Whether the place held a buffer on this path, as it was tested, that nobody has been given since. */
function isSetToNull({ facts, gone, given, memory }: State, place: Term): boolean {
  for (const [term, signs] of facts)
    if (term.kind === 'load' && term.address === place && (signs & ZERO) === 0)
      return !gone.has(term) && !given.has(term) && ![...memory.values()].includes(term);
  return false;
}

/** A pool is destroyed while a block of it, which this path has allocated, is still there. */
export function checkBlocks(frame: Frame, state: State, { vaddr, offset, call }: FreeEvent): void {
  for (const resource of state.resources.values()) {
    const { symbol, family, device, status, escapes, trail } = resource;
    if (family.name !== 'dma_pool' || device !== vaddr || status !== 'live' || !isDirect(resource)) continue;
    if ((signsOf(state, symbol) & ZERO) !== 0 || [...escapes].some(mayTake)) continue;
    const pool = textOf(vaddr, variablesIn(state));
    frame.suspect({
      rule: 'R31',
      severity: 'error',
      offset,
      message: r31.message({ mistake: 'blocks-in-use', pool, blocks: 1 }),
      trail: { before: state.trail, offset, what: `${call} destroys it` },
      from: trail,
    });
    return;
  }
}
