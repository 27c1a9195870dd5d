import type { LinkedFacts, Lookup } from './index-facts.ts';

/** A question to the facts, as a text: {@link answerTo} says what they answer. */
export type Question = string;

/** Facts that remember what they were asked. */
export interface TracedFacts {
  readonly facts: LinkedFacts;
  /** What was asked since the last time. */
  asked(): Question[];
}

const lookups = [
  ...(['allocations', 'byMember', 'byHandle', 'byPointee', 'wholeStores', 'passing', 'handouts', 'broken'] as const),
  ...(['macros', 'definitions', 'statics'] as const),
] as const;

type Kind = (typeof lookups)[number] | 'shared' | 'localRecords' | 'to' | 'beside' | 'of' | 'in';

/** The same facts, asked through something that remembers: what a decision rests on is what it asked for. */
export function tracedFacts(linked: LinkedFacts): TracedFacts {
  const keys = new Map<Kind, Set<string>>();
  const keysOf = (kind: Kind): Set<string> => {
    const own = new Set<string>();
    keys.set(kind, own);
    return own;
  };
  /** Pairs of a record and a file: there are too many for a text each time. */
  const local = new Map<string, Set<string>>();
  const through = <V>(kind: Kind, lookup: Lookup<V>): Lookup<V> => {
    const own = keysOf(kind);
    return { get: (key) => (own.add(key), lookup.get(key)) };
  };
  const shared = keysOf('shared');
  const to = keysOf('to');
  const beside = keysOf('beside');
  const ofRecord = keysOf('of');
  const inFile = keysOf('in');
  const { stores } = linked;
  return {
    facts: {
      ...(Object.fromEntries(lookups.map((kind) => [kind, through(kind, linked[kind] as Lookup<unknown>)])) as Pick<
        LinkedFacts,
        (typeof lookups)[number]
      >),
      shared: { has: (name) => (shared.add(name), linked.shared.has(name)) },
      localRecords: {
        has(record, file) {
          const own = local.get(file) ?? new Set();
          local.set(file, own.add(record));
          return linked.localRecords.has(record, file);
        },
      },
      stores: {
        ...stores,
        to: (member) => (to.add(member), stores.to(member)),
        beside: (overlay) => (beside.add(overlay), stores.beside(overlay)),
        of: (member, record) => (ofRecord.add(member + FIELD + record), stores.of(member, record)),
        in: (member, file) => (inFile.add(member + FIELD + file), stores.in(member, file)),
        near(member, record, file) {
          ofRecord.add(member + FIELD + record);
          inFile.add(member + FIELD + file);
          return stores.near(member, record, file);
        },
      },
    },
    asked() {
      const all = [...keys].flatMap(([kind, own]) => [...own].map((key) => `${kind}${FIELD}${key}`));
      for (const [file, records] of local)
        for (const record of records) all.push(['localRecords', record, file].join(FIELD));
      for (const own of [...keys.values(), local]) own.clear();
      return all;
    },
  };
}

/** Between the parts of a question. */
const FIELD = '\n';

/** A text for what the facts answer: where it is equal, the answer is. */
export function answerTo(linked: LinkedFacts, question: Question): string {
  const [kind, key = '', where = ''] = question.split(FIELD) as [Kind, ...string[]];
  switch (kind) {
    case 'to':
      return linked.stores.textTo(key);
    case 'of':
      return linked.stores.textOf(key, where);
    case 'in':
      return linked.stores.textIn(key, where);
    case 'beside':
      return JSON.stringify(linked.stores.beside(key));
    case 'localRecords':
      return String(linked.localRecords.has(key, where));
    case 'shared':
      return String(linked.shared.has(key));
    default: {
      const answer = linked[kind].get(key) ?? null;
      return JSON.stringify(
        answer instanceof Map || answer instanceof Set ? [...(answer as Iterable<unknown>)] : answer,
      );
    }
  }
}
