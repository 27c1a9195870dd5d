import * as v from 'valibot';

const prototype = (what: string) => v.pipe(v.string(), v.nonEmpty(), v.description(what));
const roleName = (what: string) => v.exactOptional(v.pipe(v.string(), v.nonEmpty(), v.description(what)));

const value = v.union([
  v.pipe(v.string(), v.description('Always this text: NULL')),
  v.pipe(
    v.strictObject({ process: v.string(), otherwise: v.string() }),
    v.description('One text where the call is proved to be in process context, another everywhere else.'),
  ),
  v.pipe(
    v.strictObject({ of: v.string(), member: v.string(), inverse: v.exactOptional(v.string()) }),
    v.description(
      'The address of a member of what an old argument points to; `inverse` is the call that gives the object of such a member.',
    ),
  ),
]);
const values = (what: string) => v.exactOptional(v.pipe(v.record(v.string(), value), v.description(what)));

const conversion = v.strictObject({
  old: prototype('The prototype of the old call: void *dma_get(size_t len, bus_t *bus)'),
  new: prototype('That of the new one; parameters of the same name are the same argument.'),
  values: values('The arguments that the old call does not have, by their names in `new`.'),
});

const declaredMigration = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'),
    v.description('What --migration takes, such as rtos-dma-free.'),
  ),
  title: v.pipe(v.string(), v.nonEmpty(), v.description('What it does, as an order; the subject of patches.')),
  oldCall: prototype('The prototype of the old call: void dma_free(void *ptr)'),
  newCall: prototype(
    'That of the new one: the old parameters, the size, the handle, in any order: void dma_free(void *ptr, size_t len, bus_t bus)',
  ),
  values: values('The arguments of the new call that are neither in the old one nor found behind it, by their names.'),
  conversions: v.exactOptional(
    v.pipe(v.array(conversion), v.description('Calls of the same API that have everything their new form needs.')),
  ),
  allocators: v.array(
    prototype('The prototype of what allocates; its result is the pointer: void *dma_alloc(size_t len, bus_t *bus)'),
  ),
  relatives: v.exactOptional(
    v.pipe(
      v.array(prototype('The prototype of an allocator of the same family.')),
      v.description('What comes from these and is freed by the old call all the same is offered for review.'),
    ),
  ),
  wrappers: v.exactOptional(
    v.pipe(
      v.array(prototype('The prototype of a function that already receives pointer, size and handle.')),
      v.description('Functions whose parameters are, by contract, the arguments of the new call.'),
    ),
  ),
  roles: v.pipe(
    v.strictObject({
      vaddr: v.pipe(v.string(), v.description('The pointer: ptr')),
      size: roleName('Its size: len'),
      handle: roleName('Its handle, an address or number that the allocation stores: bus'),
    }),
    v.description('The names that parameters have in the prototypes above.'),
  ),
  newCallIgnoresNull: v.exactOptional(
    v.pipe(v.boolean(), v.description('Whether the new call does nothing for NULL.')),
  ),
});

const declaredFamily = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty(), v.description('What the family is called in messages.')),
  allocators: v.pipe(
    v.array(prototype('The prototype of what allocates; its result is the pointer: void *ring_alloc(size_t len)')),
    v.minLength(1, 'must name at least one function that allocates'),
  ),
  frees: v.pipe(
    v.array(prototype('The prototype of what frees: void ring_free(void *ring, size_t len)')),
    v.minLength(1, 'must name at least one function that frees'),
  ),
  roles: v.pipe(
    v.strictObject({
      vaddr: v.pipe(v.string(), v.nonEmpty(), v.description('The pointer, where it is freed: ring')),
      size: roleName('Its size in bytes: len'),
      count: roleName('By how many the size is multiplied: n'),
      handle: roleName('Its handle; the allocation stores it where this parameter points: addr'),
      device: roleName('What it is allocated for, and has to be freed for: bus'),
      gfp: roleName('Flags that say whether the allocation may sleep: gfp'),
    }),
    v.description('The names that parameters have in the prototypes above.'),
  ),
  freeIgnoresNull: v.exactOptional(v.pipe(v.boolean(), v.description('Whether freeing NULL does nothing.'))),
  sleeps: v.exactOptional(
    v.pipe(v.boolean(), v.description('Whether an allocation may sleep; without it, as its flags say.')),
  ),
  failsWithErrorPointer: v.exactOptional(
    v.pipe(v.boolean(), v.description('Whether an allocation that fails returns an error pointer, not NULL.')),
  ),
});

/** What `freehandle.config.*` may say. `schema/config.schema.json` is made from it. */
export const configSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  migration: v.exactOptional(
    v.pipe(v.string(), v.description('The migration of this folder where --migration is not given.')),
  ),
  migrations: v.exactOptional(v.pipe(v.array(declaredMigration), v.description('Migrations of your own.'))),
  families: v.exactOptional(
    v.pipe(v.array(declaredFamily), v.description('Functions of your own that allocate and free, for the audit.')),
  ),
});

/** A configuration, as its author writes it. */
export type Config = v.InferInput<typeof configSchema>;

/** A configuration with its types checked by the editor: `export default defineConfig({ … })`. */
export function defineConfig(config: Config): Config {
  return config;
}
