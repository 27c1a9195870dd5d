import type { FileFacts, MemberStore } from '../facts/facts.ts';
import { unionOf } from '../paths/path.ts';

/** A store together with its file. */
export interface FiledStore extends MemberStore {
  readonly file: string;
}

/** The stores of all files to a member, or to a variable by its name, in the order of the files. */
export interface Stores {
  to(member: string): readonly FiledStore[];
  /** Those to another member of the union that `overlay`, as of {@link overlaysOf}, is a place in. */
  beside(overlay: string): readonly FiledStore[];
  /**
   * Those that may be to the member of this record (empty where it is not known): those to this very record anywhere, and,
   * where one of the two records is not known, those in `file`.
   */
  near(member: string, record: string, file: string): readonly FiledStore[];
}

/** Stores to one member, by record and by file. */
interface OfMember {
  readonly byRecord: ReadonlyMap<string, readonly FiledStore[]>;
  readonly byFile: ReadonlyMap<string, readonly FiledStore[]>;
  readonly answers: Map<string, readonly FiledStore[]>;
}

/** Indexes stores so that the cost of a question does not grow with the number of files that have a member of that name. */
export function indexStores(files: readonly FileFacts[]): Stores {
  const all = new Map<string, FiledStore[]>();
  const order = new Map(files.map((facts, i) => [facts.file, i]));
  for (const { file, stores } of files) for (const store of stores) push(all, store.member, { file, ...store });
  const overlaid = new Map<string, FiledStore[]>();
  for (const { file, stores } of files)
    for (const store of stores)
      for (const one of store.overlays ?? []) push(overlaid, unionOf(one), { file, ...store });
  // Of most members nobody ever asks.
  const asked = new Map<string, OfMember>();
  return {
    to: (member) => all.get(member) ?? [],
    beside: (overlay) => (overlaid.get(unionOf(overlay)) ?? []).filter((store) => !store.overlays!.includes(overlay)),
    near(member, record, file) {
      const of = asked.get(member) ?? group(all.get(member) ?? []);
      asked.set(member, of);
      const key = `${record}\n${file}`;
      const answer = of.answers.get(key) ?? near(of, record, file, order);
      of.answers.set(key, answer);
      return answer;
    },
  };
}

function near(of: OfMember, record: string, file: string, order: ReadonlyMap<string, number>): readonly FiledStore[] {
  const same = of.byRecord.get(record) ?? [];
  const own = of.byFile.get(file) ?? [];
  const unsure = new Set(own.filter((one) => one.record !== record && (one.record === '' || record === '')));
  if (unsure.size === 0) return same;
  const at = order.get(file)!;
  return [
    ...same.filter((store) => order.get(store.file)! < at),
    ...own.filter((store) => store.record === record || unsure.has(store)),
    ...same.filter((store) => order.get(store.file)! > at),
  ];
}

function group(stores: readonly FiledStore[]): OfMember {
  const byRecord = new Map<string, FiledStore[]>();
  const byFile = new Map<string, FiledStore[]>();
  for (const store of stores) {
    push(byRecord, store.record, store);
    push(byFile, store.file, store);
  }
  return { byRecord, byFile, answers: new Map() };
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
