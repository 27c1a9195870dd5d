import { everyExpression, type Expression } from '@freehandle/c-source';
import type { Flow, Step } from '@freehandle/provenance';

/** For each step, the names that it or a step after it mentions: what no name leads to any more can be forgotten. */
export interface NamesAhead {
  /** Any mention. */
  readonly any: readonly ReadonlySet<string>[];
  /** In a condition or a return value. */
  readonly tested: readonly ReadonlySet<string>[];
}

/** Works out the names ahead over the whole graph. */
export function namesAhead(flow: Flow): NamesAhead {
  const own = flow.steps.map(expressionsOf).map((list) => new Set(list.flatMap(namesIn)));
  const testing = flow.steps.map((step, id) =>
    step.kind === 'branch' || step.kind === 'return' || step.kind === 'define' || 'choice' in step
      ? own[id]!
      : new Set<string>(),
  );
  return { any: closure(flow, own), tested: closure(flow, testing) };
}

function closure(flow: Flow, own: readonly ReadonlySet<string>[]): ReadonlySet<string>[] {
  const ahead = own.map((names) => new Set(names));
  let changed = true;
  while (changed) {
    changed = false;
    for (let id = flow.steps.length - 1; id >= 0; id--) {
      const names = ahead[id]!;
      const before = names.size;
      for (const { to } of flow.steps[id]!.next) for (const name of ahead[to]!) names.add(name);
      changed ||= names.size !== before;
    }
  }
  return ahead;
}

/** The expressions of a step. */
export function expressionsOf(step: Step): readonly Expression[] {
  switch (step.kind) {
    case 'define':
      return step.value ? [step.target, step.value] : [step.target];
    case 'call':
      return [step.call];
    case 'branch':
      return [step.condition];
    case 'return':
      return step.value ? [step.value] : [];
    default: {
      const choice = 'choice' in step ? step.choice : undefined;
      return choice ? [choice.subject, ...(choice.value ? [choice.value] : [])] : [];
    }
  }
}

/** The names of variables and members in an expression. */
export function namesIn(expression: Expression): string[] {
  return everyExpression(expression).flatMap((one) =>
    one.kind === 'name' ? [one.name] : one.kind === 'member' ? [one.member] : [],
  );
}
