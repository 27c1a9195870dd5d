import type { Expression } from '@freehandle/c-source';
import type { Step } from '@freehandle/provenance';
import { isHarmless } from '../kernel/harmless.ts';
import { releasingCalls } from '../kernel/releases.ts';
import { objectOf, within, type Term } from '../terms/term.ts';
import type { Frame } from './frame.ts';
import type { Loop } from './loops.ts';
import { namesIn } from './names-ahead.ts';
import { lastName, type State } from './state.ts';

/**
 * Whether control may leave the loops that it leaves from one step to another, where it `must` not; what is not certain then is
 * marked so.
 */
export type Leave = (state: State, from: number, to: number, must?: boolean) => boolean;

/** What becomes of paths that leave a loop by a condition of which nothing is known. */
export function exitsOf(frame: Frame, loops: ReadonlyMap<number, Loop>): Leave {
  const { steps } = frame.flow;
  const inside = [...loops.values()].map((loop) => {
    const own = [...loop.steps].map((id) => steps[id]!);
    const frees = own.some((step) => freesIn(frame, step));
    return { loop, frees, last: frees && stopsAtTheLast(frame, own), keeps: new Set(own.flatMap(keptNames)) };
  });
  return (state, from, to, must = false) => {
    for (const { loop, frees, last, keeps } of inside) {
      if (!loop.steps.has(from) || loop.steps.has(to)) continue;
      const isFirst = (state.rounds.get(loop.head) ?? 0) === 0;
      if (!frees || must) {
        if (isFirst && !isFailure(steps[to]!)) passByKeeping(state, keeps);
        continue;
      }
      // It frees what there is: it is not left before its first round, and after that, it may have freed all of an array.
      if (isFirst && last) continue;
      if (isFirst) return false;
      for (const value of state.frees.keys())
        for (const part of within(value)) if (part.kind === 'element') state.given.set(part.base, true);
      doubt(state, (address) => [...within(address)].some((part) => part.kind === 'element'));
    }
    return true;
  };
}

/** `return -EIO;`: the loop is not passed by, it has failed. */
function isFailure(step: Step): boolean {
  return step.kind === 'return' && step.value?.kind === 'unary' && step.value.operator === '-';
}

/** What the loop would have stored or given to somebody, had it been run, may be kept there. */
function passByKeeping(state: State, keeps: ReadonlySet<string>): void {
  doubt(state, (address) => {
    const object = objectOf(address);
    return keeps.has((object.kind === 'variable' ? object.name : lastName(address)) ?? '');
  });
}

function doubt(state: State, isMeant: (holder: Term) => boolean): void {
  for (const [address, value] of state.memory) {
    if (!isMeant(address)) continue;
    for (const part of within(value)) {
      const resource = state.resources.get(part);
      if (resource?.status === 'live') state.resources.set(part, { ...resource, status: 'unknown' });
    }
  }
}

/** `while (link->next) free(link)…`: it asks an object that it frees for the one after it, so that one is left when it ends. */
function stopsAtTheLast({ families }: Frame, steps: readonly Step[]): boolean {
  const freed = new Set(
    steps.flatMap((step) => {
      if (step.kind !== 'call' || step.call.callee.kind !== 'name') return [];
      const { name } = step.call.callee;
      const position = families.frees.get(name)?.call.arguments.indexOf('vaddr') ?? releasingCalls.get(name);
      const pointer = position === undefined ? undefined : step.call.arguments[position];
      return pointer?.kind === 'name' ? [pointer.name] : [];
    }),
  );
  return steps.some(
    (step) =>
      step.kind === 'branch' &&
      step.condition.kind === 'member' &&
      step.condition.object.kind === 'name' &&
      freed.has(step.condition.object.name),
  );
}

/** The names of what a step stores somewhere, or gives to a function that may keep it. */
function keptNames(step: Step): string[] {
  const given: readonly Expression[] =
    step.kind === 'define' && step.value && step.target.kind !== 'name'
      ? [step.value]
      : step.kind === 'call' && !(step.call.callee.kind === 'name' && isHarmless(step.call.callee.name))
        ? step.call.arguments
        : [];
  return given.flatMap(namesIn);
}

function freesIn(frame: Frame, step: Step): boolean {
  if (step.kind !== 'call' || step.call.callee.kind !== 'name') return false;
  const { name } = step.call.callee;
  const summary = frame.summaryOf(name);
  return (
    frame.families.frees.has(name) ||
    releasingCalls.has(name) ||
    (summary !== null && (summary.outcomes?.some((one) => one.frees.length + one.gone.length > 0) ?? true))
  );
}
