import type { Frame } from '../explore/frame.ts';
import type { FreeEvent, Resource, State } from '../explore/state.ts';
import { keptAllocation, keptFree, type KeptAllocation, type KeptFree, type KeptName } from './kept-facts.ts';

/** Gathers what the functions of a file keep and free, each place once. */
export interface KeptCollector {
  kept(frame: Frame, state: State, resource: Resource): void;
  freed(frame: Frame, event: FreeEvent): void;
  allocations(): readonly KeptAllocation[];
  frees(): readonly KeptFree[];
}

/** An empty collector. */
export function keptCollector(): KeptCollector {
  const allocations = new Map<string, KeptAllocation>();
  const frees = new Map<string, KeptFree>();
  return {
    kept(frame, state, resource) {
      if (resource.site.includes('/')) return;
      const kept = keptAllocation(frame, state, resource);
      if (!kept) return;
      for (const name of kept.names) {
        const key = `${kept.offset} ${name.key}`;
        const before = allocations.get(key);
        const known = before?.names.find((one) => one.key === name.key);
        allocations.set(key, { ...kept, names: [known ? united(known, name) : name] });
      }
    },
    freed(frame, event) {
      const kept = keptFree(frame, event);
      const key = kept && `${event.offset} ${kept.names[0]!.key}`;
      if (kept && key && !frees.has(key)) frees.set(key, kept);
    },
    allocations: () => [...allocations.values()],
    frees: () => [...frees.values()],
  };
}

function united(a: KeptName, b: KeptName): KeptName {
  return { ...a, sizes: [...new Set([...a.sizes, ...b.sizes])], handles: [...new Set([...a.handles, ...b.handles])] };
}
