/** A property that a list can be narrowed by. */
export interface Facet<Item> {
  readonly name: string;
  readonly label: string;
  readonly of: (item: Item) => string;
}

/** Numbers of the items that have every word of `q` in their text, and the value chosen of each facet. */
export function matching<Item>(
  items: readonly Item[],
  texts: readonly string[],
  facets: readonly Facet<Item>[],
  query: Readonly<Record<string, string>>,
): number[] {
  const words = (query['q'] ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = facets.filter(({ name }) => (query[name] ?? '') !== '');
  const found: number[] = [];
  for (const [index, item] of items.entries()) {
    const text = texts[index]!;
    if (words.every((word) => text.includes(word)) && chosen.every(({ name, of }) => of(item) === query[name])) {
      found.push(index);
    }
  }
  return found;
}

/** The values of a facet with how many items have each; most frequent first. */
export function valuesOf<Item>(items: readonly Item[], of: (item: Item) => string): [value: string, count: number][] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(of(item), (counts.get(of(item)) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}
