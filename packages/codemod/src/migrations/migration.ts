import type { PairedCalls } from './paired-calls.ts';

/** What an argument of a call means. */
export type Role = 'vaddr' | 'size' | 'handle' | 'gfp' | 'device';

/**
 * A parameter of a free: its role, null for one that only goes along, and how it is declared. `name` is also the macro
 * parameter's name.
 */
export interface Parameter {
  readonly role: Role | null;
  readonly name: string;
  /** C type as written before the name, such as `size_t` or `void *`. */
  readonly type: string;
}

/** An allocator that the freed memory may come from. */
export interface Allocator {
  readonly name: string;
  /** Role of each argument in order; null for arguments that do not matter. The result is the vaddr. */
  readonly arguments: readonly (Role | null)[];
}

/** A function that already receives everything: its contract makes the parameters the arguments. */
export interface Wrapper {
  readonly name: string;
  readonly parameters: readonly (Role | null)[];
}

/** A migration as data: the old and the new call and the allocation that the new arguments come from. */
export interface Migration {
  readonly name: string;
  readonly title: string;
  readonly oldCall: { readonly name: string; readonly parameters: readonly Parameter[] };
  readonly newCall: { readonly name: string; readonly parameters: readonly Parameter[] };
  readonly allocators: readonly Allocator[];
  /** Other allocators of the same family: what comes from them and is freed by the old call all the same is proposed only. */
  readonly relatives: readonly Allocator[];
  /** Functions whose parameters are, by their documented contract, the size and handle of the block they free. */
  readonly wrappers: readonly Wrapper[];
  /** The same calls as a package has them for TypeScript; null where there is none. */
  readonly typescript: PairedCalls | null;
  /** Whether the new call does nothing when vaddr is NULL, as the old one does. */
  readonly newCallIgnoresNull: boolean;
}

/** Parameters of the new call that the old one has not, by how many of the old ones stand before them. */
export interface AddedParameters {
  readonly after: number;
  readonly parameters: readonly Parameter[];
}

/** What the new call has that the old one has not, in order: the old parameters keep theirs. */
export function addedParameters({
  oldCall,
  newCall,
}: Pick<Migration, 'oldCall' | 'newCall'>): readonly AddedParameters[] {
  const groups: { after: number; parameters: Parameter[] }[] = [];
  let after = 0;
  for (const parameter of newCall.parameters) {
    if (parameter.name === oldCall.parameters[after]?.name) after++;
    else if (groups.at(-1)?.after === after) groups.at(-1)!.parameters.push(parameter);
    else groups.push({ after, parameters: [parameter] });
  }
  return groups;
}

/** The names whose mention makes a file one to look into. */
export function namesOf(migration: Migration): string[] {
  return [...new Set([migration.oldCall.name, ...migration.allocators.map((allocator) => allocator.name)])];
}
