import type { Edge, Flow } from '@freehandle/provenance';
import type { Loop } from './loops.ts';

/**
 * The place of each step in reverse postorder: what leads to a step comes before it, but for the way back in a loop, and a whole
 * loop comes before what follows it. (After Bourdoncle, *Efficient chaotic iteration strategies with widenings*, 1993.)
 */
export function reversePostorder(flow: Flow, loops: ReadonlyMap<number, Loop>): Int32Array {
  const next = outermostFirst(flow, loops);
  const place = new Int32Array(flow.steps.length).fill(flow.steps.length);
  const seen = new Uint8Array(flow.steps.length);
  const stack: { readonly id: number; next: number }[] = [{ id: 0, next: 0 }];
  seen[0] = 1;
  let left = flow.steps.length;
  for (let top = stack[stack.length - 1]; top; top = stack[stack.length - 1]) {
    const edge = next[top.id]![top.next++];
    if (!edge) {
      place[top.id] = --left;
      stack.pop();
    } else if (!seen[edge.to]) {
      seen[edge.to] = 1;
      stack.push({ id: edge.to, next: 0 });
    }
  }
  return place;
}

/** The ways on from each step, those first that leave the most loops: what is visited first gets the last place. */
function outermostFirst(flow: Flow, loops: ReadonlyMap<number, Loop>): (readonly Edge[])[] {
  const depth = new Int32Array(flow.steps.length);
  for (const { steps } of loops.values()) for (const id of steps) depth[id]!++;
  return flow.steps.map(({ next }) => (next.length < 2 ? next : [...next].sort((a, b) => depth[a.to]! - depth[b.to]!)));
}
