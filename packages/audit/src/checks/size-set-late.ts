import type { Resource, State } from '../explore/state.ts';
import type { Term } from '../terms/term.ts';

/** What is said where the size of an allocation is kept at a place when the function ends. */
export function keptLater({ offset }: Pick<Resource, 'offset'>, place: Term): string {
  return `the size of ${offset} is kept at ${place.id}`;
}

/** The places where the sizes of what a function allocates are kept when it ends, on one path or another. */
export function placesKeptLater(exits: readonly State[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { memory, resources } of exits)
    for (const resource of resources.values()) {
      if (!resource.size || resource.size.kind === 'number') continue;
      for (const [place, value] of memory)
        if (value === resource.size && place.kind === 'member') found.add(keptLater(resource, place));
    }
  return found;
}
