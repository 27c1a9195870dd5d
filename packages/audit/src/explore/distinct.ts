import { everyExpression } from '@freehandle/c-source';
import type { Flow } from '@freehandle/provenance';
import type { Frame } from './frame.ts';

/** What tells paths apart beside what is allocated: variables that are returned, members that are tested and replaced. */
export interface Distinct {
  readonly returned: ReadonlySet<string>;
  /** Variables and members whose value is freed by their name. */
  readonly freed: ReadonlySet<string>;
  readonly replaced: ReadonlySet<string>;
}

/** What tells the paths of a function apart. */
export function distinctIn(frame: Frame): Distinct {
  const { flow } = frame;
  return { returned: returnedNames(flow), freed: freedNames(frame), replaced: replacedMembers(flow) };
}

/** The variables that a return statement mentions. */
function returnedNames(flow: Flow): ReadonlySet<string> {
  const values = flow.steps.flatMap((step) => (step.kind === 'return' && step.value ? [step.value] : []));
  const parts = values.flatMap((value) => everyExpression(value));
  return new Set(parts.flatMap((part) => (part.kind === 'name' ? [part.name] : [])));
}

/** The variables and members that are given to a function that frees. */
function freedNames({ flow, families, functions }: Frame): ReadonlySet<string> {
  return new Set(
    flow.steps.flatMap((step) => {
      if (step.kind !== 'call' || step.call.callee.kind !== 'name' || functions.has(step.call.callee.name)) return [];
      const freeing = families.frees.get(step.call.callee.name);
      const pointer = freeing && step.call.arguments[freeing.call.arguments.indexOf('vaddr')];
      if (pointer?.kind === 'member') return [pointer.member];
      return pointer?.kind === 'name' ? [pointer.name] : [];
    }),
  );
}

/** Members that are tested in a condition and assigned to. */
function replacedMembers(flow: Flow): ReadonlySet<string> {
  const tested = new Set<string>();
  for (const step of flow.steps) {
    if (step.kind !== 'branch') continue;
    const { condition } = step;
    const place = condition.kind === 'binary' ? condition.left : condition;
    if (place.kind === 'member') tested.add(place.member);
  }
  return new Set(
    flow.steps.flatMap((step) =>
      step.kind === 'define' && step.target.kind === 'member' && tested.has(step.target.member)
        ? [step.target.member]
        : [],
    ),
  );
}
