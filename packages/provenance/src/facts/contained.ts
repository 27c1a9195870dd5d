import { subexpressions, tokensOf, type Expression, type Span } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { allocationOf } from './allocation-call.ts';

const jumps = new Set(['goto', 'return', 'break', 'continue']);

/**
 * Whether what did not parse in a function may matter to the block that `call` frees: unless all of it is statements that
 * were cut out whole, that mention nothing which the block, its allocations and the way between them rest on, and that
 * use no macro whose text jumps.
 */
export function isHarmed(frame: Frame, call: Expression): boolean {
  const { broken, contained } = frame.definition;
  if (broken.length > 0 || contained.length === 0) return broken.length > 0;
  const relevant = relevantNames(frame, call);
  return contained.some((span) => {
    const names = withMacros(frame, namesIn(frame, span));
    return names === null || [...names].some((name) => relevant.has(name));
  });
}

/** The names that the call and the allocations mention, results that are tested, and all that values go to or come from. */
function relevantNames(frame: Frame, call: Expression): Set<string> {
  const relevant = namesIn(frame, call);
  const assignments: Set<string>[] = [];
  const outcomes = new Set<string>();
  const tested = new Set<string>();
  const addAll = (to: Set<string>, span: Span): void => {
    for (const name of namesIn(frame, span)) to.add(name);
  };
  for (const step of frame.flow.steps) {
    if (step.kind === 'define') {
      assignments.push(new Set([...namesIn(frame, step.target), ...(step.value ? namesIn(frame, step.value) : [])]));
      // What a function gave may tell whether it allocated.
      if (step.value && mayCall(step.value)) addAll(outcomes, step.target);
    } else if (step.kind === 'branch') addAll(tested, step.condition);
    else if (step.kind === 'call' && allocationOf(frame, step.call) !== null) addAll(relevant, step.span);
  }
  for (const name of tested) if (outcomes.has(name)) relevant.add(name);
  for (let size = -1; size !== relevant.size;) {
    ({ size } = relevant);
    for (const names of assignments)
      if ([...names].some((name) => relevant.has(name))) for (const name of names) relevant.add(name);
  }
  return relevant;
}

function mayCall(value: Expression): boolean {
  return value.kind === 'call' || value.kind === 'statements' || subexpressions(value).some(mayCall);
}

/** With the names in the macros that they are, and in those; null when one of them jumps. */
function withMacros(frame: Frame, names: ReadonlySet<string>): Set<string> | null {
  const all = new Set(names);
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const macro of frame.context.macros.get(name) ?? []) {
      for (const token of tokensOf(macro.text)) {
        if (token.kind !== 'name') continue;
        const inner = macro.text.slice(token.start, token.end);
        if (jumps.has(inner)) return null;
        if (all.has(inner)) continue;
        all.add(inner);
        pending.push(inner);
      }
    }
  }
  return all;
}

function namesIn(frame: Frame, { start, end }: Span): Set<string> {
  const { text } = frame.context.source;
  const names = tokensOf(text, start, end).filter((token) => token.kind === 'name');
  return new Set(names.map((token) => text.slice(token.start, token.end)));
}
