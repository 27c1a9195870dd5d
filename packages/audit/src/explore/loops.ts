import type { Flow } from '@freehandle/provenance';

/** A loop: the step that control comes back to, and the steps in it. */
export interface Loop {
  readonly head: number;
  readonly steps: ReadonlySet<number>;
}

/** The loops of a function by their head; loops with one head are one. */
export function loopsOf(flow: Flow): ReadonlyMap<number, Loop> {
  const bodies = new Map<number, Set<number>>();
  for (const [from, to] of backEdges(flow)) {
    const steps = bodies.get(to) ?? new Set([to]);
    bodies.set(to, steps);
    const pending = [from];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (steps.has(id)) continue;
      steps.add(id);
      pending.push(...flow.steps[id]!.previous.map((edge) => edge.to));
    }
  }
  return new Map([...bodies].map(([head, steps]) => [head, { head, steps }]));
}

function backEdges(flow: Flow): [number, number][] {
  const found: [number, number][] = [];
  const mark = new Uint8Array(flow.steps.length);
  const stack: { readonly id: number; next: number }[] = [{ id: 0, next: 0 }];
  mark[0] = 1;
  for (let top = stack[stack.length - 1]; top; top = stack[stack.length - 1]) {
    const edge = flow.steps[top.id]!.next[top.next++];
    if (!edge) {
      mark[top.id] = 2;
      stack.pop();
    } else if (mark[edge.to] === 1) found.push([top.id, edge.to]);
    else if (mark[edge.to] === 0) {
      mark[edge.to] = 1;
      stack.push({ id: edge.to, next: 0 });
    }
  }
  return found;
}
