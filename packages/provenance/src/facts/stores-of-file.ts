import type { MemberStore } from './facts.ts';

/** The stores of a file, by the member or the variable stored to: of most of them nobody ever asks. */
export interface StoresOfFile {
  readonly members: Iterable<string>;
  /** Those of `members` that some store reaches through a union. */
  readonly overlaid: Iterable<string>;
  /** The stores to one, in the order in which they were found. */
  to(member: string): readonly MemberStore[];
  /** The same as text; two files say the same where the texts are equal. */
  textOf(member: string): string;
}

/** The stores of a file that has just been looked at. */
export function storesOfFile(stores: readonly MemberStore[]): StoresOfFile {
  const byMember = new Map<string, MemberStore[]>();
  for (const store of stores) {
    const own = byMember.get(store.member);
    if (own) own.push(store);
    else byMember.set(store.member, [store]);
  }
  return {
    members: [...byMember.keys()],
    overlaid: new Set(stores.filter((store) => store.overlays).map((store) => store.member)),
    to: (member) => byMember.get(member) ?? [],
    textOf: (member) => JSON.stringify(byMember.get(member) ?? []),
  };
}

/** The stores that texts of {@link StoresOfFile.textOf} stand for; one is read when it is first asked for. */
export function storesOfTexts(texts: ReadonlyMap<string, string>, overlaid: readonly string[]): StoresOfFile {
  const read = new Map<string, readonly MemberStore[]>();
  return {
    members: [...texts.keys()],
    overlaid,
    to(member) {
      const known = read.get(member);
      if (known) return known;
      const stores = JSON.parse(texts.get(member) ?? '[]') as MemberStore[];
      read.set(member, stores);
      return stores;
    },
    textOf: (member) => texts.get(member) ?? '[]',
  };
}
