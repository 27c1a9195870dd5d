import type { Flow } from '@freehandle/provenance';

/** The place of each step in reverse postorder: what leads to a step comes before it, but for the way back in a loop. */
export function reversePostorder(flow: Flow): Int32Array {
  const place = new Int32Array(flow.steps.length).fill(flow.steps.length);
  const seen = new Uint8Array(flow.steps.length);
  const stack: { readonly id: number; next: number }[] = [{ id: 0, next: 0 }];
  seen[0] = 1;
  let left = flow.steps.length;
  for (let top = stack[stack.length - 1]; top; top = stack[stack.length - 1]) {
    const edge = flow.steps[top.id]!.next[top.next++];
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
