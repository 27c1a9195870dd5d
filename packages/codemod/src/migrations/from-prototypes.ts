import { engineFor, type Engine } from '@freehandle/c-source';
import {
  counterpart,
  type Allocator,
  type Conversion,
  type Migration,
  type Parameter,
  type Role,
  type Value,
} from './migration.ts';
import { broken, readPrototype } from './prototype.ts';

/** A migration as its user declares it: by the prototypes of the functions, as the headers have them. */
export interface DeclaredMigration {
  /** Lower case words joined by hyphens; what `--migration` takes. */
  readonly name: string;
  /** What it does, as an order: `Give dma_free the length and the bus address`. */
  readonly title: string;
  /** Such as `void dma_free(void *ptr)`. */
  readonly oldCall: string;
  /**
   * Old parameters, the size, the handle, or one of these, in any order: `void dma_free(void *ptr, size_t len, bus_t bus)`.
   * A parameter that is none of them needs its text in `values`.
   */
  readonly newCall: string;
  /**
   * The arguments that are neither in the old call nor found behind it, by the parameter's name in `newCall`:
   * `{ "dev": "NULL" }`. Texts only, where a size or handle has to be found.
   */
  readonly values?: Readonly<Record<string, DeclaredValue>>;
  /** Calls of the same API that have everything their new form needs. */
  readonly conversions?: readonly DeclaredConversion[];
  /** What allocates, with the same names: `void *dma_alloc(size_t len, bus_t *bus)`. The result is the pointer. */
  readonly allocators: readonly string[];
  /** Allocators of the same family: what comes from them and is freed by the old call all the same is for review. */
  readonly relatives?: readonly string[];
  /** Functions whose parameters are, by contract, the pointer, size and handle of the block that they free. */
  readonly wrappers?: readonly string[];
  /** The names that parameters have in these prototypes; a size or a handle that no call takes has none. */
  readonly roles: { readonly vaddr: string; readonly size?: string; readonly handle?: string };
  /** Whether the new call does nothing for NULL. */
  readonly newCallIgnoresNull?: boolean;
}

/** A call and its new form, by prototypes; parameters of the same name are the same argument. */
export interface DeclaredConversion {
  readonly old: string;
  readonly new: string;
  /** The arguments that the old call does not have, by the parameter's name in `new`. */
  readonly values?: Readonly<Record<string, DeclaredValue>>;
}

/** An argument that the old call does not have as it stands; see {@link Value}. */
export type DeclaredValue =
  | string
  | { readonly process: string; readonly otherwise: string }
  | { readonly of: string; readonly member: string; readonly inverse?: string };

const ROLES = ['vaddr', 'size', 'handle'] as const;

interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/**
 * The migration that prototypes declare.
 * @throws FreehandleError FH1401, which names the key, when a prototype does not parse or lacks a parameter that it needs.
 */
export async function migrationFromPrototypes(declared: DeclaredMigration): Promise<Migration> {
  const engine = await engineFor();
  const { name, title, roles } = declared;
  const read = (key: keyof DeclaredMigration, text: string): Signature =>
    signature(engine, `${name}: ${key}`, text, roles);
  const oldCall = read('oldCall', declared.oldCall);
  const newCall = withValues(read('newCall', declared.newCall), declared.values ?? {}, `${name}: values`);
  need(oldCall, ['vaddr'], `${name}: oldCall`);
  const added = newCall.parameters.filter((one) => !one.value && counterpart(oldCall, one) < 0);
  const wanted = added.map(({ name: own, role }): Role => {
    if (role === 'size' || role === 'handle') return role;
    throw broken(
      `${name}: newCall`,
      `the parameter ${own} is neither one of ${oldCall.name} nor the size nor the handle`,
      `Only these can be found behind a call. Give it the same name as there, or a text: values.${own}.`,
    );
  });
  const isComplete = added.length === 0;
  const made = newCall.parameters.find(({ value }) => value && value.kind !== 'text');
  if (!isComplete && made) {
    throw broken(
      `${name}: values.${made.name}`,
      'can only be a text beside a size or handle that has to be found',
      'Write the text of the argument.',
    );
  }
  const dropped = oldCall.parameters.find((_one, at) =>
    newCall.parameters.every((other) => counterpart(oldCall, other) !== at),
  );
  if (!isComplete && dropped) {
    throw broken(
      `${name}: newCall`,
      `${dropped.name} of ${oldCall.name} is dropped`,
      'Every old parameter must be one of the new call too, in any place.',
    );
  }
  if (!isComplete && declared.allocators.length === 0) {
    throw broken(
      `${name}: allocators`,
      'names no function',
      'The size and the handle come from a call that allocates.',
    );
  }
  need(newCall, wanted, `${name}: newCall`);
  const allocator =
    (key: keyof DeclaredMigration) =>
    (text: string): Allocator => {
      const found = read(key, text);
      need(found, wanted, `${name}: ${key}`);
      return { name: found.name, arguments: found.parameters.map(({ role }) => role) };
    };
  const conversion = (one: DeclaredConversion, key: string): Conversion => {
    const old = signature(engine, `${key}.old`, one.old, roles);
    const form = withValues(signature(engine, `${key}.new`, one.new, roles), one.values ?? {}, `${key}.values`);
    const missing = form.parameters.find((parameter) => !parameter.value && counterpart(old, parameter) < 0);
    if (missing)
      throw broken(
        `${key}.new`,
        `the parameter ${missing.name} is none of ${old.name}`,
        `Give it the same name as there, or say what it is: values.${missing.name}.`,
      );
    needObjects(old, form, `${key}.values`);
    return { old, new: form };
  };
  needObjects(oldCall, newCall, `${name}: values`);
  return {
    name,
    title,
    oldCall,
    newCall,
    allocators: declared.allocators.map(allocator('allocators')),
    relatives: (declared.relatives ?? []).map(allocator('relatives')),
    wrappers: (declared.wrappers ?? []).map((text) => {
      const found = read('wrappers', text);
      need(found, ['vaddr', ...wanted], `${name}: wrappers`);
      return { name: found.name, parameters: found.parameters.map(({ role }) => role) };
    }),
    conversions: [
      ...(isComplete ? [{ old: oldCall, new: newCall }] : []),
      ...(declared.conversions ?? []).map((one, at) => conversion(one, `${name}: conversions.${at}`)),
    ],
    typescript: null,
    newCallIgnoresNull: declared.newCallIgnoresNull ?? false,
  };
}

function signature(engine: Engine, key: string, text: string, roles: DeclaredMigration['roles']): Signature {
  const { name, parameters } = readPrototype(engine, key, text);
  const roleOf = (parameter: string) => ROLES.find((role) => roles[role] === parameter) ?? null;
  return { name, parameters: parameters.map((one) => ({ role: roleOf(one.name), ...one })) };
}

/** The signature with the arguments that are made; every name must be one of its parameters. */
function withValues(form: Signature, values: Readonly<Record<string, DeclaredValue>>, key: string): Signature {
  for (const name of Object.keys(values)) {
    if (form.parameters.some((one) => one.name === name)) continue;
    throw broken(`${key}.${name}`, `${form.name} has no parameter of this name`, 'Write it as in the prototype.');
  }
  return {
    name: form.name,
    parameters: form.parameters.map((one) => {
      const value = values[one.name];
      return value === undefined ? one : { ...one, value: valueOf(value) };
    }),
  };
}

/** @throws FreehandleError FH1401 when a member is to be taken of what is no parameter of the old call. */
function needObjects(old: Signature, form: Signature, key: string): void {
  for (const { name, value } of form.parameters) {
    if (value?.kind !== 'member' || old.parameters.some((one) => one.name === value.of)) continue;
    throw broken(
      `${key}.${name}`,
      `${old.name} has no parameter ${value.of}`,
      'Write its name as in the old prototype.',
    );
  }
}

function valueOf(declared: DeclaredValue): Value {
  if (typeof declared === 'string') return { kind: 'text', text: declared, doubt: null };
  if ('process' in declared) return { kind: 'by-context', ...declared };
  return { kind: 'member', of: declared.of, member: declared.member, inverse: declared.inverse ?? null };
}

function need(found: Signature, wanted: readonly Role[], key: string): void {
  for (const role of wanted) {
    if (found.parameters.filter((one) => one.role === role).length === 1) continue;
    throw broken(
      key,
      `${found.name} has not one parameter that is the ${role}`,
      `Give it the name that roles.${role} has.`,
    );
  }
}
