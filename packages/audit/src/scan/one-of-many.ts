import type { Suspicion } from '../explore/frame.ts';

/**
 * Of the places at which one mistake shows the surest, or else the first, which says how many there are; before all other
 * suspicions, so that it is what is told of the mistake.
 */
export function oneOfMany(suspicions: readonly Suspicion[]): Suspicion[] {
  const groups = new Map<string, Suspicion[]>();
  for (const one of suspicions)
    if (one.isOneOfMany && one.key !== undefined) groups.set(one.key, [...(groups.get(one.key) ?? []), one]);
  const told = [...groups.values()].map((group) => {
    const places = new Set(group.map(({ offset }) => offset)).size;
    const [first] = group.sort((a, b) => rank(a) - rank(b) || a.offset - b.offset);
    const others = places === 1 ? '' : `; ${places - 1} more ${places === 2 ? 'place shows' : 'places show'} it`;
    return { ...first!, message: first!.message + others };
  });
  return [...told, ...suspicions.filter(({ isOneOfMany, key }) => !isOneOfMany || key === undefined)];
}

function rank({ severity }: Suspicion): number {
  return severity === 'error' ? 0 : 1;
}
