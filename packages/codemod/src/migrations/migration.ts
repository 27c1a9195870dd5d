import type { PairedCalls } from './paired-calls.ts';

/** What an argument of a call means. */
export type Role = 'vaddr' | 'size' | 'handle' | 'gfp' | 'device';

/**
 * A parameter of a call: its role, null for one that only goes along, and how it is declared. `name` is also the macro
 * parameter's name.
 */
export interface Parameter {
  readonly role: Role | null;
  readonly name: string;
  /** C type as written before the name, such as `size_t` or `void *`. */
  readonly type: string;
  /** Of a new call: what the argument is when it is neither one of the old call nor found behind it. */
  readonly value?: Value;
}

/** An argument that the old call does not have as it stands. */
export type Value =
  /** Always this text. `doubt` says what nobody can know; the calls are for review then. */
  | { readonly kind: 'text'; readonly text: string; readonly doubt: string | null }
  /**
   * The address of a member of what the old argument of this name points to, and NULL where that is NULL. `inverse` is the
   * call that gives the outer object of such a member.
   */
  | { readonly kind: 'member'; readonly of: string; readonly member: string; readonly inverse: string | null }
  /** One text where the call is proved to be in process context, on every way to it; another everywhere else. */
  | { readonly kind: 'by-context'; readonly process: string; readonly otherwise: string };

/** A call: the function and its parameters in order. */
export interface CallForm {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/**
 * A call whose new form is made from nothing but the arguments that it has: those with the same role or, without one, the
 * same name, and {@link Value}s.
 */
export interface Conversion {
  readonly old: CallForm;
  readonly new: CallForm;
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
  readonly oldCall: CallForm;
  readonly newCall: CallForm;
  readonly allocators: readonly Allocator[];
  /** Other allocators of the same family: what comes from them and is freed by the old call all the same is proposed only. */
  readonly relatives: readonly Allocator[];
  /** The calls of the API that have everything their new form needs. */
  readonly conversions: readonly Conversion[];
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

/** What the new call has that the old one has not, in order, where {@link isInOrder}: the old parameters keep theirs. */
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

/** What has to be found behind the call: what the new one has and the old one has not. */
export function soughtParameters({ oldCall, newCall }: Pick<Migration, 'oldCall' | 'newCall'>): readonly Parameter[] {
  return newCall.parameters.filter((one) => !one.value && counterpart(oldCall, one) < 0);
}

/** Whether the new call is the old one with arguments found for it: what it has keeps its text and its order. */
export function isInOrder(migration: Pick<Migration, 'oldCall' | 'newCall'>): boolean {
  const { oldCall, newCall } = migration;
  const added = addedParameters(migration).reduce((sum, { parameters }) => sum + parameters.length, 0);
  return (
    newCall.parameters.every((one) => !one.value) && newCall.parameters.length - added === oldCall.parameters.length
  );
}

/** The position of the old parameter that a new one is; -1 when it is none. */
export function counterpart(old: CallForm, parameter: Parameter): number {
  return old.parameters.findIndex(({ role, name }) =>
    parameter.role === null ? role === null && name === parameter.name : role === parameter.role,
  );
}

/** The calls that the migration rewrites, in their old form. */
export function oldForms({ oldCall, conversions }: Migration): CallForm[] {
  return [oldCall, ...conversions.map((one) => one.old)];
}

/** Whether the arguments of a call must be found at all. */
export function isSearching(migration: Migration): boolean {
  return soughtParameters(migration).length > 0;
}

/** The names whose mention makes a file one to look into. */
export function namesOf(migration: Migration): string[] {
  const calls = [...oldForms(migration), ...(isSearching(migration) ? migration.allocators : [])];
  return [...new Set(calls.map(({ name }) => name))];
}
