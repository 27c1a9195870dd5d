import type { Header, HeaderItem, HeaderShelf } from './header-shelf.ts';

/**
 * What a file that mentions `names` may need of its headers: the functions and macros that it mentions, with what these
 * mention; the types that it mentions, and the types of their members, as long as one of their own members is mentioned.
 */
export function neededItems(
  headers: ReadonlySet<Header>,
  names: readonly string[],
  shelf: HeaderShelf,
): ReadonlyMap<Header, ReadonlySet<HeaderItem>> {
  const needed = new Map<Header, Set<HeaderItem>>();
  const mentioned = new Set(names);
  const add = (item: HeaderItem): boolean => {
    if (!headers.has(item.header)) return false;
    const own = needed.get(item.header) ?? new Set();
    needed.set(item.header, own);
    if (own.has(item)) return false;
    own.add(item);
    return true;
  };

  const typed: string[] = [];
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    typed.push(name);
    for (const item of shelf.callables(name)) {
      if (!add(item)) continue;
      // The text of a macro, and of a function that only returns something, is as good as the file's own.
      const isText = item.declared.kind === 'macro' || (item.declared.body === null && isDefinition(item));
      for (const inner of item.mentions()) {
        if (mentioned.has(inner)) continue;
        if (isText) {
          mentioned.add(inner);
          pending.push(inner);
        } else typed.push(inner);
      }
    }
  }
  const seen = new Set<string>();
  for (let name = typed.pop(); name !== undefined; name = typed.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const item of shelf.types(name)) {
      if (!headers.has(item.header) || !mayBeUsed(item, mentioned) || !add(item)) continue;
      typed.push(...item.mentions());
    }
  }
  return needed;
}

function isDefinition({ header, declared }: HeaderItem): boolean {
  return header.text[declared.end - 1] === '}';
}

/** A typedef without members may always be used; a record only where one of its members is. */
function mayBeUsed(item: HeaderItem, mentioned: ReadonlySet<string>): boolean {
  const { header, declared } = item;
  const isRecord = header.text.slice(declared.start, declared.end).includes('{');
  return !isRecord || item.members().some((member) => mentioned.has(member));
}
