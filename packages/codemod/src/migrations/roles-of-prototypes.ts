import { engineFor } from '@freehandle/c-source';
import type { DeclaredMigration } from './from-prototypes.ts';
import { broken, readPrototype, type Prototype } from './prototype.ts';

/**
 * Which parameters are pointer, size and handle, by where they stand: the pointer is what the old call has and the
 * allocator gives, the handle is what the allocator stores through a pointer, the size is what both calls of it are told.
 * @throws FreehandleError FH1401 when that is true of no pointer, of neither size nor handle, or of several.
 */
export async function rolesOfPrototypes(
  declared: Pick<DeclaredMigration, 'oldCall' | 'newCall' | 'allocators'>,
): Promise<DeclaredMigration['roles']> {
  const engine = await engineFor();
  const oldCall = readPrototype(engine, 'the old call', declared.oldCall);
  const newCall = readPrototype(engine, 'the new call', declared.newCall);
  const allocator = readPrototype(engine, 'the allocator', declared.allocators[0] ?? '');
  const added = without(newCall, oldCall);
  const stored = pointers(allocator);
  if (added.length === 0) throw broken('the new call', `${newCall.name} is given what ${oldCall.name} is`, SAME_NAMES);
  const unknown = added.find((name) => !nameIn(allocator, name));
  if (unknown !== undefined) {
    throw broken('the new call', `${unknown} is no parameter of ${oldCall.name} nor of ${allocator.name}`, SAME_NAMES);
  }
  const typeIn = (call: Prototype, name: string) => call.parameters.find((one) => one.name === name)?.type;
  const passed = added.find((name) => stored.has(name) && typeIn(newCall, name) === typeIn(allocator, name));
  if (passed !== undefined) {
    throw broken(
      'the new call',
      `${passed} is neither a size nor a handle that ${allocator.name} stores`,
      'A migration finds a size and a handle. No other new argument can be found by it.',
    );
  }
  return {
    vaddr: only(
      without(oldCall, allocator).filter((name) => pointers(oldCall).has(name)),
      'pointer',
      `${oldCall.name} is given and ${allocator.name} is not`,
    ),
    ...named(
      'size',
      added.filter((name) => !stored.has(name)),
      `${newCall.name} is given and ${allocator.name} is told`,
    ),
    ...named(
      'handle',
      added.filter((name) => stored.has(name)),
      `${newCall.name} is given and ${allocator.name} stores through a pointer`,
    ),
  };
}

function pointers({ parameters }: Prototype): Set<string> {
  return new Set(parameters.filter(({ type }) => type.endsWith('*')).map(({ name }) => name));
}

function nameIn({ parameters }: Prototype, name: string): boolean {
  return parameters.some((one) => one.name === name);
}

function without(of: Prototype, other: Prototype): string[] {
  return of.parameters.map(({ name }) => name).filter((name) => !nameIn(other, name));
}

const SAME_NAMES = 'Give a parameter the same name in all prototypes, and others other names.';

/** The role with its one name; nothing where there is none. */
function named(role: 'size' | 'handle', names: readonly string[], what: string): Partial<Record<typeof role, string>> {
  return names.length === 0 ? {} : { [role]: only(names, role, what) };
}

function only(names: readonly string[], role: string, what: string): string {
  const [name, second] = names;
  if (name !== undefined && second === undefined) return name;
  throw broken(
    `the ${role}`,
    second === undefined ? `there is no parameter that ${what}` : `${names.join(' and ')} are both what ${what}`,
    SAME_NAMES,
  );
}
