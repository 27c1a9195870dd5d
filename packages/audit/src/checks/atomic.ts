import type { Expression } from '@freehandle/c-source';
import { maySleep } from '@freehandle/provenance';
import { sourceText, type Frame } from '../explore/frame.ts';
import { stepAfter, type State } from '../explore/state.ts';
import type { Sleep } from '../summaries/summary.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** What a call of a family needs of its context; null when it may be made anywhere. */
export function sleepOf(frame: Frame, at: Call, name: string): Sleep | null {
  const allocator = frame.families.allocators.get(name);
  if (allocator) {
    const { family, call } = allocator;
    if (family.sleeps === 'never') return null;
    const position = call.arguments.indexOf('gfp');
    const flags = position < 0 ? null : at.arguments[position];
    const sleeps = family.sleeps === 'always' ? true : flags ? maySleep(sourceText(frame, flags)) : null;
    return sleeps
      ? { call: name, rule: family.traced ? 'R3' : 'K1', needs: 'atomic', offset: at.start, through: [] }
      : null;
  }
  const freeing = frame.families.frees.get(name);
  if (!freeing || freeing.family.freeForbidden === null) return null;
  return { call: name, rule: 'R3', needs: freeing.family.freeForbidden, offset: at.start, through: [] };
}

/** A call that may sleep, in a context where it may not. */
export function atomicCall(frame: Frame, state: State, at: Call, name: string, inside: Sleep | null = null): void {
  if (state.held.length === 0) return;
  const sleep = inside ?? sleepOf(frame, at, name);
  if (!sleep) return;
  const held = state.held.find((one) => sleep.needs === 'atomic' || one.interruptsOff);
  if (!held) return;
  const where = `${held.isContext ? 'in' : 'with'} ${held.what}`;
  frame.suspect({
    rule: sleep.rule,
    severity: 'error',
    offset: at.start,
    message: `${sleep.call} ${sleep.needs === 'atomic' ? 'may sleep' : 'wants interrupts on'}, and is called ${where}`,
    trail: {
      before: stepAfter(state.trail, held.trail, {
        offset: held.offset,
        what: held.isContext ? `this is ${held.what}` : `from here on there is ${held.what}`,
      }),
      offset: at.start,
      what: inside ? `${[name, ...inside.through].join(' calls ')} calls ${sleep.call}` : `${sleep.call} is called`,
    },
  });
}
