import type { AllocationFact, FileFacts, FreeFact, HandoutFact, WholeStore } from '../facts/facts.ts';
import type { BrokenFact } from '../facts/broken-facts.ts';
import type { MacroFact } from '../facts/macro-facts.ts';
import { endOf, type PathEnd } from '../facts/store-facts.ts';
import type { Path } from '../paths/path.ts';
import { indexStores, type Stores } from './stores-near.ts';

/** What is known under a name. */
export interface Lookup<V> {
  get(key: string): V | undefined;
}

/** The facts of all files of a run, to be looked up by what they are about. */
export interface LinkedFacts {
  readonly allocations: Lookup<AllocationFact>;
  /** Allocations by the last member, or the variable, that their pointer is stored in. */
  readonly byMember: Lookup<readonly AllocationFact[]>;
  /** Allocations by the {@link handleKey} of the member, or the variable, that is passed for their handle. */
  readonly byHandle: Lookup<readonly AllocationFact[]>;
  readonly byPointee: Lookup<readonly AllocationFact[]>;
  readonly stores: Stores;
  /** Stores to whole objects, by the record. */
  readonly wholeStores: Lookup<readonly (WholeStore & { readonly file: string })[]>;
  /** Calls by the function called and its file. */
  readonly passing: Lookup<readonly FreeFact[]>;
  /** The functions of each file that allocate for their callers. */
  readonly handouts: Lookup<readonly HandoutFact[]>;
  /** What did not parse, by file. */
  readonly broken: Lookup<readonly BrokenFact[]>;
  /** Macros by file and name. */
  readonly macros: Lookup<ReadonlyMap<string, readonly MacroFact[]>>;
  /** Whether a file defines a record for itself. */
  readonly localRecords: { has(record: string, file: string): boolean };
  /** The files that define a function for others, by its name. */
  readonly definitions: Lookup<ReadonlySet<string>>;
  /** File-level variables that are each file's own. */
  readonly statics: Lookup<ReadonlySet<string>>;
  /** File-level variables that other files may name. */
  readonly shared: Pick<ReadonlySet<string>, 'has'>;
}

/** Indexes the facts of a run. The only step that looks at more than one file. */
export function link(files: readonly FileFacts[]): LinkedFacts {
  const allocations = new Map<string, AllocationFact>();
  const byMember = new Map<string, AllocationFact[]>();
  const byPointee = new Map<string, AllocationFact[]>();
  const byHandle = new Map<string, AllocationFact[]>();
  const passing = new Map<string, FreeFact[]>();
  const shared = new Set<string>();
  const definitions = new Map<string, Set<string>>();
  const localRecords = new Map(files.map((facts) => [facts.file, new Set(facts.records)]));
  for (const facts of files) {
    for (const allocation of facts.allocations) {
      allocations.set(allocation.id, allocation);
      const members = new Set(
        allocation.stores.flatMap((store) => store.forms.map((form) => memberKey(form))).filter((key) => key !== ''),
      );
      for (const member of members) push(byMember, member, allocation);
      const [passed] = allocation.handles;
      const shared = passed?.leaves[0]?.forms.filter((form) => !isOfFunction(form)) ?? [];
      const ends = shared.map(endOf).filter((end) => end !== null);
      for (const key of new Set(ends.map(handleKey))) push(byHandle, key, allocation);
      for (const pointee of allocation.pointees) push(byPointee, pointee, allocation);
    }
    for (const call of facts.passing) push(passing, `${call.calleeFile}:${call.callee}`, call);
    for (const name of facts.defines) definitions.set(name, (definitions.get(name) ?? new Set()).add(facts.file));
    for (const global of facts.globals) if (!global.isStatic) shared.add(global.name);
  }
  const wholeStores = new Map<string, (WholeStore & { file: string })[]>();
  for (const facts of files)
    for (const store of facts.wholeStores) push(wholeStores, store.record, { ...store, file: facts.file });
  const statics = new Map(
    files.map(({ file, globals }) => [file, new Set(globals.filter((one) => one.isStatic).map((one) => one.name))]),
  );
  const stores = indexStores(files);
  const handouts = new Map(files.map((facts) => [facts.file, facts.handouts]));
  const broken = new Map(files.map((facts) => [facts.file, facts.broken]));
  return {
    broken,
    macros: macrosOf(files),
    allocations,
    byMember,
    byHandle,
    byPointee,
    stores,
    passing,
    definitions,
    wholeStores,
    statics,
    handouts,
    localRecords: { has: (record, file) => localRecords.get(file)?.has(record) === true },
    shared,
  };
}

/** The macros of each file by name; those of a file are read when it is first asked for. */
function macrosOf(files: readonly FileFacts[]): LinkedFacts['macros'] {
  const byFile = new Map(files.map((facts) => [facts.file, facts]));
  const known = new Map<string, Map<string, MacroFact[]>>();
  return {
    get(file) {
      const found = known.get(file);
      const facts = byFile.get(file);
      if (found || !facts) return found;
      const own = new Map<string, MacroFact[]>();
      for (const macro of facts.macros) push(own, macro.name, macro);
      known.set(file, own);
      return own;
    },
  };
}

/** Whether two files can mean the same record by this name. */
export function canShare(linked: LinkedFacts, record: string, a: string, b: string): boolean {
  return a === b || !(linked.localRecords.has(record, a) || linked.localRecords.has(record, b));
}

/** What allocations are found by that a place of this end is passed to for their handle. */
export function handleKey({ record, member }: PathEnd): string {
  return `${record}.${member}`;
}

/** The last member of a path, or the name of the variable it is. */
export function memberKey(path: Parameters<typeof endOf>[0]): string {
  const end = endOf(path);
  if (end) return end.member;
  return path.steps.every((step) => step.kind === 'index') && path.root.kind === 'variable' ? path.root.name : '';
}

/** Whether the place is a variable of its function or a part of one. */
function isOfFunction(path: Path): boolean {
  return path.root.kind === 'variable' && path.steps[0]?.kind !== 'dereference';
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
