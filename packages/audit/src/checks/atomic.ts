import type { Expression } from '@freehandle/c-source';
import { maySleep } from '@freehandle/provenance';
import { sourceText, type Frame } from '../explore/frame.ts';
import { mayInterrupt } from '../kernel/contexts.ts';
import { stepAfter, type State } from '../explore/state.ts';
import type { Sleep } from '../summaries/summary.ts';
import { numberOf } from '../terms/constants.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** What a call of a family needs of its context; null when it may be made anywhere. */
export function sleepOf(frame: Frame, at: Call, name: string): Sleep | null {
  const allocator = frame.families.allocators.get(name);
  if (allocator) {
    const { family, call } = allocator;
    if (family.sleeps === 'never') return null;
    const position = call.arguments.indexOf('gfp');
    const flags = position < 0 ? null : at.arguments[position];
    const rule = family.traced ? 'R3' : 'K1';
    const sleep: Sleep = { call: name, rule, needs: 'atomic', offset: at.start, through: [] };
    return family.sleeps === 'always' ? sleep : flags ? byFlags(frame, sleep, flags) : null;
  }
  const freeing = frame.families.frees.get(name);
  if (!freeing || freeing.family.freeForbidden === null) return null;
  return { call: name, rule: 'R3', needs: freeing.family.freeForbidden, offset: at.start, through: [] };
}

/** The same where the flags of a call say that it sleeps, or are those that the function is given; null where they say no. */
function byFlags(frame: Frame, sleep: Sleep, flags: Expression): Sleep | null {
  const { flags: _, ...plain } = sleep;
  const sleeps = maySleep(sourceText(frame, flags));
  if (sleeps !== null) return sleeps ? plain : null;
  const name = flags.kind === 'name' ? flags.name : null;
  const position = frame.definition.parameters.findIndex((one) => one.name === name);
  const isChanged = frame.flow.steps.some(
    (step) => step.kind === 'define' && step.target.kind === 'name' && step.target.name === name,
  );
  return position < 0 || isChanged ? null : { ...plain, flags: position };
}

/** What a function that is called may sleep in, as this call of it has it. */
export function sleepHere(frame: Frame, at: Call, { when, ...sleep }: Sleep): Sleep | null {
  for (const [position, needed] of when ?? []) {
    const given = at.arguments[position];
    const number = given?.kind === 'number' ? numberOf(given.text) : isNamed(given, 'NULL', 'false') ? 0 : null;
    if (isNamed(given, 'true') ? !needed : number !== null && (number !== 0) !== needed) return null;
  }
  if (sleep.flags === undefined) return sleep;
  const given = at.arguments[sleep.flags];
  return given ? byFlags(frame, sleep, given) : null;
}

function isNamed(given: Expression | undefined, ...names: readonly string[]): boolean {
  return given?.kind === 'name' && names.includes(given.name);
}

/** A call that may sleep, in a context where it may not. */
export function atomicCall(frame: Frame, state: State, at: Call, name: string, inside: Sleep | null = null): void {
  if (state.held.length === 0) return;
  const sleep = inside ? sleepHere(frame, at, inside) : sleepOf(frame, at, name);
  if (!sleep || sleep.flags !== undefined) return;
  const held = state.held.find((one) => sleep.needs === 'atomic' || one.interruptsOff);
  if (!held) return;
  const context = stepAfter(state.trail, held.trail, {
    offset: held.offset,
    what: held.isContext ? `this is ${held.what}` : `from here on there is ${held.what}`,
  });
  const calling = inside
    ? { before: context, offset: at.start, what: `${[name, ...inside.through].join(' calls ')} calls ${sleep.call}` }
    : context;
  const where = `${held.isContext ? 'in' : 'with'} ${held.what}`;
  frame.suspect({
    rule: sleep.rule,
    severity: held.what === mayInterrupt || sleep.isConditional ? 'warning' : 'error',
    offset: at.start,
    message: `${sleep.call} ${sleep.needs === 'atomic' ? 'may sleep' : 'wants interrupts on'}, and is called ${where}${sleep.isConditional ? ', if a condition on the way lets it' : ''}`,
    trail: { before: calling, offset: sleep.offset, what: `${sleep.call} is called` },
  });
}
