import type { FileFacts, MemberStore } from '../facts/facts.ts';
import { unionOf } from '../paths/path.ts';

/** A store together with its file. */
export interface FiledStore extends MemberStore {
  readonly file: string;
}

/** The stores of all files to a member, or to a variable by its name, in the order of the files. */
export interface Stores {
  to(member: string): readonly FiledStore[];
  /** Those to the member of a record. */
  of(member: string, record: string): readonly FiledStore[];
  /** Those in a file. */
  in(member: string, file: string): readonly FiledStore[];
  /** Those to another member of the union that `overlay`, as of {@link overlaysOf}, is a place in. */
  beside(overlay: string): readonly FiledStore[];
  /**
   * Those that may be to the member of this record (empty where it is not known): those to this very record anywhere, and,
   * where one of the two records is not known, those in `file`.
   */
  near(member: string, record: string, file: string): readonly FiledStore[];
  /** A text for the answer to {@link to}: equal texts mean equal answers. Nothing is read for it. */
  textTo(member: string): string;
  /** The same for {@link of} and {@link in}; for both together it is one for {@link near}. */
  textOf(member: string, record: string): string;
  textIn(member: string, file: string): string;
}

/** Stores to one member, by record and by file. */
interface OfMember {
  readonly byRecord: ReadonlyMap<string, readonly FiledStore[]>;
  readonly byFile: ReadonlyMap<string, readonly FiledStore[]>;
  readonly answers: Map<string, readonly FiledStore[]>;
}

/** Indexes stores so that the cost of a question does not grow with the number of files that have a member of that name. */
export function indexStores(files: readonly FileFacts[]): Stores {
  const storing = new Map<string, FileFacts[]>();
  const order = new Map(files.map((facts, i) => [facts.file, i]));
  for (const facts of files) for (const member of facts.stores.members) push(storing, member, facts);
  const overlaid = new Map<string, FiledStore[]>();
  for (const { file, stores } of files) {
    const own = [...stores.overlaid].flatMap((member) => stores.to(member)).sort((a, b) => a.line - b.line);
    for (const store of own) for (const one of store.overlays ?? []) push(overlaid, unionOf(one), { file, ...store });
  }
  // Of most members nobody ever asks.
  const all = new Map<string, readonly FiledStore[]>();
  const asked = new Map<string, OfMember>();
  const texts = new Map<string, readonly string[]>();
  return {
    to,
    of: (member, record) => grouped(member).byRecord.get(record) ?? [],
    in: (member, file) => grouped(member).byFile.get(file) ?? [],
    near,
    beside,
    textTo,
    textOf,
    textIn,
  };

  function to(member: string): readonly FiledStore[] {
    const known = all.get(member);
    if (known) return known;
    const stores = (storing.get(member) ?? []).flatMap((one) =>
      one.stores.to(member).map((store) => ({ file: one.file, ...store })),
    );
    all.set(member, stores);
    return stores;
  }

  function textTo(member: string): string {
    return textsOf(member).join('\n');
  }

  /** What each file stores to a member, with the name of the file. */
  function textsOf(member: string): readonly string[] {
    const known = texts.get(member);
    if (known) return known;
    const own = (storing.get(member) ?? []).map((one) => `${one.file} ${one.stores.textOf(member)}`);
    texts.set(member, own);
    return own;
  }

  function beside(overlay: string): readonly FiledStore[] {
    return (overlaid.get(unionOf(overlay)) ?? []).filter((store) => !store.overlays!.includes(overlay));
  }

  function grouped(member: string): OfMember {
    const stores = asked.get(member) ?? group(to(member));
    asked.set(member, stores);
    return stores;
  }

  function near(member: string, record: string, file: string): readonly FiledStore[] {
    const stores = grouped(member);
    const key = `${record}\n${file}`;
    const answer = stores.answers.get(key) ?? nearOf(stores, record, file, order);
    stores.answers.set(key, answer);
    return answer;
  }

  function textIn(member: string, file: string): string {
    return files[order.get(file) ?? -1]?.stores.textOf(member) ?? '';
  }

  function textOf(member: string, record: string): string {
    const named = JSON.stringify(record);
    let text = '';
    // Asked for thousands of records of some members that hundreds of files store to.
    for (const own of textsOf(member)) if (own.includes(named)) text += `${own}\n`;
    return text;
  }
}

function nearOf(of: OfMember, record: string, file: string, order: ReadonlyMap<string, number>): readonly FiledStore[] {
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
