import type { State } from './state.ts';

/** States that wait to be run on, those at the earliest step first, all of one step together. */
export interface Agenda {
  add(state: State): void;
  /** The states at the earliest step; null when none waits. */
  take(): readonly State[] | null;
}

/** An empty agenda; `place` orders the steps. */
export function agenda(place: Int32Array): Agenda {
  const waiting = new Map<number, State[]>();
  const heap: number[] = [];
  const before = (a: number, b: number): boolean => place[a]! < place[b]!;
  const push = (step: number): void => {
    heap.push(step);
    for (let i = heap.length - 1; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!before(heap[i]!, heap[parent]!)) break;
      [heap[i], heap[parent]] = [heap[parent]!, heap[i]!];
      i = parent;
    }
  };
  const pop = (): number | undefined => {
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let i = 0; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < heap.length && before(heap[child]!, heap[least]!)) least = child;
      if (least === i) break;
      [heap[i], heap[least]] = [heap[least]!, heap[i]!];
      i = least;
    }
    return top;
  };
  return {
    add(state) {
      const list = waiting.get(state.at);
      if (list) list.push(state);
      else {
        waiting.set(state.at, [state]);
        push(state.at);
      }
    },
    take() {
      const step = pop();
      if (step === undefined) return null;
      const states = waiting.get(step)!;
      waiting.delete(step);
      return states;
    },
  };
}
