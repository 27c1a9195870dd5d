/** Repeatable choice: a number from a text, and an order of things from their names. */

/** FNV-1a, 32 bit, mixed once more so that texts that differ in one letter are far apart. */
export function numberOf(text) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  hash ^= hash >>> 15;
  return hash >>> 0;
}

/** The items in an order that depends on nothing but the seed and their names. */
export function shuffled(items, seed, nameOf) {
  const keyed = items.map((item) => ({ item, name: nameOf(item) }));
  for (const entry of keyed) entry.number = numberOf(`${seed} ${entry.name}`);
  keyed.sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));
  return keyed.map(({ item }) => item);
}
