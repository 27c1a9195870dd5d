import type { Edge, Flow, Step } from '@freehandle/provenance';
import type { Frame } from './frame.ts';
import type { State } from './state.ts';

/** Whether an edge leads to what the preprocessor leaves out: `#if 0`, or a macro that is 0. */
export function isLeftOut({ flow, terms, constantOf }: Frame, edge: Edge): boolean {
  return flow.steps[edge.to]!.config.some((line) => {
    const name = /^\s*#\s*if\s+(\w+)\s*$/.exec(line)?.[1];
    const value = name === undefined ? null : /^\d/.test(name) ? terms.number(Number(name)) : constantOf(name);
    return value?.kind === 'number' && value.value === 0;
  });
}

/** What was allocated under a condition of the preprocessor is not passed by where the same condition stands again. */
export function passConfigs({ flow }: Frame, state: State, step: Step, taken: Edge): void {
  if (step.next.every(({ to }) => flow.steps[to]!.config.length === 0)) return;
  const own = flow.steps[taken.to]!.config;
  const passed = new Set(step.next.flatMap(({ to }) => flow.steps[to]!.config).filter((line) => !own.includes(line)));
  if (passed.size === 0) return;
  for (const [symbol, resource] of state.resources)
    if (resource.status === 'live' && configAt(flow, resource.offset).some((line) => passed.has(line)))
      state.resources.set(symbol, { ...resource, status: 'unknown' });
}

function configAt(flow: Flow, offset: number): readonly string[] {
  return flow.steps.find((step) => step.kind === 'call' && step.span.start === offset)?.config ?? [];
}
