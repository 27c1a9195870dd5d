import type { AllocationFact, FileFacts, FreeFact, HandoutFact, WholeStore } from '../facts/facts.ts';
import type { BrokenFact } from '../facts/broken-facts.ts';
import type { MacroFact } from '../facts/macro-facts.ts';
import { endOf } from '../facts/store-facts.ts';
import type { Path } from '../paths/path.ts';
import { indexStores, type Stores } from './stores-near.ts';

/** The facts of all files of a run, to be looked up by what they are about. */
export interface LinkedFacts {
  readonly allocations: ReadonlyMap<string, AllocationFact>;
  /** Allocations by the last member, or the variable, that their pointer is stored in. */
  readonly byMember: ReadonlyMap<string, readonly AllocationFact[]>;
  /** Allocations by the last member, or the variable, that is passed for their handle. */
  readonly byHandle: ReadonlyMap<string, readonly AllocationFact[]>;
  readonly byPointee: ReadonlyMap<string, readonly AllocationFact[]>;
  readonly stores: Stores;
  /** Stores to whole objects, by the record. */
  readonly wholeStores: ReadonlyMap<string, readonly (WholeStore & { readonly file: string })[]>;
  /** Calls by the function called and its file. */
  readonly passing: ReadonlyMap<string, readonly FreeFact[]>;
  /** The functions of each file that allocate for their callers. */
  readonly handouts: ReadonlyMap<string, readonly HandoutFact[]>;
  /** What did not parse, by file. */
  readonly broken: ReadonlyMap<string, readonly BrokenFact[]>;
  /** Macros by file and name. */
  readonly macros: ReadonlyMap<string, ReadonlyMap<string, readonly MacroFact[]>>;
  readonly localRecords: ReadonlyMap<string, ReadonlySet<string>>;
  /** The files that define a function for others, by its name. */
  readonly definitions: ReadonlyMap<string, ReadonlySet<string>>;
  /** File-level variables that are each file's own. */
  readonly statics: ReadonlyMap<string, ReadonlySet<string>>;
  /** File-level variables that other files may name. */
  readonly shared: ReadonlySet<string>;
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
  const macros = new Map<string, Map<string, MacroFact[]>>();
  for (const facts of files) {
    for (const allocation of facts.allocations) {
      allocations.set(allocation.id, allocation);
      const members = new Set(
        allocation.stores.flatMap((store) => store.forms.map((form) => memberKey(form))).filter((key) => key !== ''),
      );
      for (const member of members) push(byMember, member, allocation);
      const [passed] = allocation.handles;
      const shared = passed?.leaves[0]?.forms.filter((form) => !isOfFunction(form)) ?? [];
      for (const key of new Set(shared.map(memberKey))) if (key !== '') push(byHandle, key, allocation);
      for (const pointee of allocation.pointees) push(byPointee, pointee, allocation);
    }
    const own = new Map<string, MacroFact[]>();
    for (const macro of facts.macros) push(own, macro.name, macro);
    macros.set(facts.file, own);
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
    macros,
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
    localRecords,
    shared,
  };
}

/** Whether two files can mean the same record by this name. */
export function canShare(linked: LinkedFacts, record: string, a: string, b: string): boolean {
  return a === b || !(linked.localRecords.get(a)?.has(record) || linked.localRecords.get(b)?.has(record));
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
