import { engineFor } from '@freehandle/c-source';
import { addedParameters, type Allocator, type Migration, type Parameter, type Role } from './migration.ts';
import { broken, readPrototype } from './prototype.ts';

/** A migration as its user declares it: by the prototypes of the functions, as the headers have them. */
export interface DeclaredMigration {
  /** Lower case words joined by hyphens; what `--migration` takes. */
  readonly name: string;
  /** What it does, as an order: `Give dma_free the length and the bus address`. */
  readonly title: string;
  /** Such as `void dma_free(void *ptr)`. */
  readonly oldCall: string;
  /** The old parameters in their order, and among them the size and the handle: `void dma_free(void *ptr, size_t len, bus_t bus)`. */
  readonly newCall: string;
  /** What allocates, with the same names: `void *dma_alloc(size_t len, bus_t *bus)`. The result is the pointer. */
  readonly allocators: readonly string[];
  /** Allocators of the same family: what comes from them and is freed by the old call all the same is for review. */
  readonly relatives?: readonly string[];
  /** Functions whose parameters are, by contract, the pointer, size and handle of the block that they free. */
  readonly wrappers?: readonly string[];
  /** The names that parameters have in these prototypes. */
  readonly roles: { readonly vaddr: string; readonly size: string; readonly handle: string };
  /** Whether the new call does nothing for NULL. */
  readonly newCallIgnoresNull?: boolean;
}

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
  const read = (key: keyof DeclaredMigration, text: string): Signature => {
    const prototype = readPrototype(engine, `${name}: ${key}`, text);
    const roleOf = (parameter: string) => ROLES.find((role) => roles[role] === parameter) ?? null;
    return { ...prototype, parameters: prototype.parameters.map((one) => ({ role: roleOf(one.name), ...one })) };
  };
  const allocator =
    (key: keyof DeclaredMigration) =>
    (text: string): Allocator => {
      const found = read(key, text);
      need(found, ['size', 'handle'], `${name}: ${key}`);
      return { name: found.name, arguments: found.parameters.map(({ role }) => role) };
    };
  const oldCall = read('oldCall', declared.oldCall);
  const newCall = read('newCall', declared.newCall);
  need(oldCall, ['vaddr'], `${name}: oldCall`);
  need(newCall, ['vaddr', 'size', 'handle'], `${name}: newCall`);
  const added = addedParameters({ oldCall, newCall }).flatMap(({ parameters }) => parameters);
  if (newCall.parameters.length - added.length < oldCall.parameters.length) {
    throw broken(
      `${name}: newCall`,
      `does not have the parameters of ${oldCall.name} in their order`,
      'Write all of them, with the same names and in the same order; what is new may stand before, between and behind them.',
    );
  }
  if (added.length === 0 || added.some(({ role }) => role !== 'size' && role !== 'handle')) {
    throw broken(
      `${name}: newCall`,
      'adds something other than the size and the handle',
      'Only these can be found behind a call.',
    );
  }
  return {
    name,
    title,
    oldCall,
    newCall,
    allocators: declared.allocators.map(allocator('allocators')),
    relatives: (declared.relatives ?? []).map(allocator('relatives')),
    wrappers: (declared.wrappers ?? []).map((text) => {
      const found = read('wrappers', text);
      need(found, ['vaddr', 'size', 'handle'], `${name}: wrappers`);
      return { name: found.name, parameters: found.parameters.map(({ role }) => role) };
    }),
    typescript: null,
    newCallIgnoresNull: declared.newCallIgnoresNull ?? false,
  };
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
