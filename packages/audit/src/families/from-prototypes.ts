import { engineFor, FreehandleError, parseUnit, sourceFromBytes, type Engine } from '@freehandle/c-source';
import type { Family, Role } from './family.ts';

/** The roles that a parameter can have in a declared family. */
export type DeclaredRole = Exclude<Role, 'pool' | null>;

/** A family as its user declares it: by the prototypes of its functions, as the headers have them. */
export interface DeclaredFamily {
  readonly name: string;
  /** What allocates; the result is the pointer: `void *ring_alloc(struct bus *bus, size_t len, busaddr_t *addr)`. */
  readonly allocators: readonly string[];
  /** What frees: `void ring_free(struct bus *bus, size_t len, void *ring, busaddr_t addr)`. */
  readonly frees: readonly string[];
  /** The names that parameters have in these prototypes. */
  readonly roles: { readonly [role in DeclaredRole]?: string };
  /** Whether freeing NULL does nothing; not, unless it is said. */
  readonly freeIgnoresNull?: boolean;
  /** Whether an allocation may sleep; without it, as its `gfp` says, and never where it has none. */
  readonly sleeps?: boolean;
  /** Whether an allocation that fails returns an error pointer, not NULL. */
  readonly failsWithErrorPointer?: boolean;
}

/**
 * The family that prototypes declare.
 * @throws FreehandleError FH1402, which names the key, when a prototype does not parse or a free has no pointer.
 */
export async function familyFromPrototypes(declared: DeclaredFamily): Promise<Family> {
  const engine = await engineFor();
  const { name, roles } = declared;
  const read = (key: 'allocators' | 'frees', text: string): { name: string; arguments: (Role | null)[] } =>
    call(engine, `${name}: ${key}`, text, roles);
  const allocators = declared.allocators.map((text) => ({
    ...read('allocators', text),
    ...(declared.failsWithErrorPointer ? { failure: 'error-pointer' as const } : {}),
  }));
  const frees = declared.frees.map((text) => {
    const found = read('frees', text);
    if (found.arguments.filter((role) => role === 'vaddr').length === 1) return found;
    throw broken(
      `${name}: frees`,
      `${found.name} has not one parameter that is the pointer`,
      'Give it the name that roles.vaddr has.',
    );
  });
  const hasFlags = allocators.some((one) => one.arguments.includes('gfp'));
  return {
    name,
    traced: true,
    allocators,
    frees,
    managed: false,
    fits: [],
    ignoresNull: declared.freeIgnoresNull ?? false,
    pages: false,
    sleeps: declared.sleeps === undefined ? (hasFlags ? 'gfp' : 'never') : declared.sleeps ? 'always' : 'never',
    freeForbidden: null,
  };
}

function call(
  engine: Engine,
  key: string,
  text: string,
  roles: DeclaredFamily['roles'],
): { name: string; arguments: (Role | null)[] } {
  const line = `${text.trim().replace(/;$/, '')};`;
  const parsed = parseUnit(engine, sourceFromBytes(key, Buffer.from(line, 'latin1')), key);
  const [prototype, second] = 'unit' in parsed ? parsed.unit.prototypes : [];
  if (!prototype || second || prototype.isPointer)
    throw broken(
      key,
      `'${text}' is not the prototype of a function`,
      'Copy it from the header: void ring_free(void *ring)',
    );
  const named = Object.entries(roles) as [DeclaredRole, string][];
  const roleOf = (parameter: string): Role => named.find(([, one]) => one === parameter)?.[0] ?? null;
  return { name: prototype.name, arguments: prototype.parameters.map((one) => roleOf(one.name)) };
}

function broken(key: string, what: string, hint: string): FreehandleError {
  return new FreehandleError(`${key}: ${what}`, { code: 'FH1402', title: 'Family not understood', hint });
}
