import type { FileFacts, MemberStore } from '../facts/facts.ts';

/** A store together with its file. */
export interface FiledStore extends MemberStore {
  readonly file: string;
}

/** The stores of all files to a member, or to a variable by its name, in the order of the files. */
export interface Stores {
  to(member: string): readonly FiledStore[];
  /**
   * Those that may be to the member of this record (empty where it is not known): those to this very record anywhere, and,
   * where one of the two records is not known, those in `file`.
   */
  near(member: string, record: string, file: string): readonly FiledStore[];
}

/** Indexes stores so that the cost of a question does not grow with the number of files that have a member of that name. */
export function indexStores(files: readonly FileFacts[]): Stores {
  const byMember = new Map<string, FiledStore[]>();
  const byRecord = new Map<string, FiledStore[]>();
  const byFile = new Map<string, FiledStore[]>();
  const order = new Map(files.map((facts, i) => [facts.file, i]));
  for (const { file, stores } of files) {
    for (const store of stores) {
      const filed = { ...store, file };
      push(byMember, store.member, filed);
      push(byRecord, `${store.member}\n${store.record}`, filed);
      push(byFile, `${store.member}\n${file}`, filed);
    }
  }
  return {
    to: (member) => byMember.get(member) ?? [],
    near(member, record, file) {
      const same = byRecord.get(`${member}\n${record}`) ?? [];
      const own = byFile.get(`${member}\n${file}`) ?? [];
      const unsure = own.filter((store) => store.record !== record && (store.record === '' || record === ''));
      if (unsure.length === 0) return same;
      const at = order.get(file)!;
      const isEarlier = (store: FiledStore): boolean => order.get(store.file)! < at;
      return [
        ...same.filter(isEarlier),
        ...own.filter((store) => store.record === record || unsure.includes(store)),
        ...same.filter((store) => store.file !== file && !isEarlier(store)),
      ];
    },
  };
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
