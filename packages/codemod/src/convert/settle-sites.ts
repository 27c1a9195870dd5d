import { dirname } from 'node:path';
import type { SharedMember, StoredPointer } from '@freehandle/provenance';
import type { Site } from '../plan/plan.ts';
import { sentence } from '../plan/sentence.ts';
import type { Conversions } from './convert-file.ts';

/** Decides the converted calls of a file by what all files store. `unseen` is the doubt about files that were not analysed. */
export type SettleSites = (
  file: string,
  conversions: Conversions,
  unseen: (file: string, member: SharedMember) => string | null,
) => Site[];

/** Takes together what the files store in members that several of them know. */
export function settleSites(files: Iterable<readonly [string, Conversions]>): SettleSites {
  const stores = new Map<string, { readonly file: string; readonly store: StoredPointer }[]>();
  for (const [file, { pointers }] of files) {
    for (const store of pointers) {
      const known = stores.get(store.member);
      if (known) known.push({ file, store });
      else stores.set(store.member, [{ file, store }]);
    }
  }
  return (file, { converted }, unseen) =>
    converted.map(({ site, assumes }) => {
      if (site.status !== 'safe') return site;
      const doubt = first(assumes, (member) => doubtAbout(file, member, new Set()) ?? unseen(file, member));
      return doubt === null ? site : { ...site, status: 'review', message: sentence(doubt) };
    });

  /** Why a member may be NULL; what is being asked for already shows nothing new. */
  function doubtAbout(at: string, { record, member }: SharedMember, asked: Set<string>): string | null {
    const key = `${record}.${member}`;
    if (asked.has(key)) return null;
    asked.add(key);
    // A type that was not found out may be this one in the files beside, which share its headers.
    const own = (stores.get(member) ?? []).filter(({ file, store }) =>
      store.record === '' ? dirname(file) === dirname(at) : store.record === record,
    );
    if (own.length === 0) return `nothing that was analysed stores to ${member} of ${record}: it may be NULL`;
    return first(own, ({ file, store }) =>
      store.shown
        ? first(store.assumes, (one) => doubtAbout(file, one, asked))
        : `${member} of ${record} may be NULL: ${store.why} (${file}:${store.line})`,
    );
  }
}

function first<T>(all: readonly T[], of: (one: T) => string | null): string | null {
  for (const one of all) {
    const found = of(one);
    if (found !== null) return found;
  }
  return null;
}
