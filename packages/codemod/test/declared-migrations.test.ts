import { describe, expect, it } from 'vitest';
import {
  migratedFiles,
  migrationFromPrototypes,
  planMigration,
  rolesOfPrototypes,
  type DeclaredMigration,
} from '../src/index.ts';
import { put, temporaryFolder } from './tree.ts';

const declared: DeclaredMigration = {
  name: 'buffer-release',
  title: 'Give the release of a buffer its length and bus address',
  oldCall: 'int buf_release(const char *owner, void *ptr)',
  newCall: 'int buf_release_sized(const char *owner, void *ptr, bus_t bus, uint32_t len)',
  allocators: ['void *buf_acquire(uint32_t len, unsigned flags, bus_t *bus);'],
  roles: { vaddr: 'ptr', size: 'len', handle: 'bus' },
};

const driver = (call: string, before = ''): string => `${before}
struct port { void *ring; bus_t ring_bus; };

int port_start(struct port *port)
{
	port->ring = buf_acquire(RING_BYTES, 0, &port->ring_bus);
	return port->ring ? 0 : -1;
}

void port_stop(struct port *port)
{
	if (port->ring)
		${call};
}
`;

async function migrate(source: string, by: DeclaredMigration): Promise<{ after: string; statuses: string[] }> {
  const root = temporaryFolder();
  put(root, 'port.c', source);
  const plan = await planMigration(['port.c'], { migration: await migrationFromPrototypes(by), root });
  const [file] = await migratedFiles(plan, { include: ['safe'] });
  return {
    after: file ? Buffer.from(file.after).toString('latin1') : source,
    statuses: plan.sites.map(({ status, reason }) => reason ?? status),
  };
}

describe('A migration declared by prototypes', () => {
  it('renames the call, keeps the arguments it has and adds the others in the order of the new one', async () => {
    const { after, statuses } = await migrate(driver('buf_release("port", port->ring)'), declared);
    expect(statuses).toEqual(['safe']);
    expect(after).toBe(driver('buf_release_sized("port", port->ring, port->ring_bus, RING_BYTES)'));
    expect(await migrate(after, declared)).toEqual({ after, statuses: [] });
  });

  it('may need the size alone, or the handle alone', async () => {
    const sized: DeclaredMigration = {
      name: 'sized',
      title: 'Give mem_free the length',
      oldCall: 'void mem_free(void *ptr)',
      newCall: 'void mem_free(void *ptr, size_t len)',
      allocators: ['void *mem_alloc(size_t len)'],
      roles: await rolesOfPrototypes({
        oldCall: 'void mem_free(void *ptr)',
        newCall: 'void mem_free(void *ptr, size_t len)',
        allocators: ['void *mem_alloc(size_t len)'],
      }),
    };
    expect(sized.roles).toEqual({ vaddr: 'ptr', size: 'len' });
    const source = (call: string): string =>
      `struct q { void *mem; size_t n; };\nint q_new(struct q *q, size_t n)\n{\n\tq->n = n;\n\tq->mem = mem_alloc(n);\n\treturn q->mem ? 0 : -1;\n}\nvoid q_drop(struct q *q)\n{\n\tif (q->mem)\n\t\t${call};\n}\n`;
    const { after, statuses } = await migrate(source('mem_free(q->mem)'), sized);
    expect(statuses).toEqual(['safe']);
    expect(after).toBe(source('mem_free(q->mem, q->n)'));
    const { size: _, ...handleOnly } = declared.roles;
    const newCall = 'int buf_release_at(const char *owner, void *ptr, bus_t bus)';
    const byHandle = await migrate(driver('buf_release("port", port->ring)'), {
      ...declared,
      newCall,
      roles: handleOnly,
    });
    expect(byHandle.after).toBe(driver('buf_release_at("port", port->ring, port->ring_bus)'));
  });

  it('migrates the prototype where the name stays, and leaves it where there is another', async () => {
    const prototype = 'int buf_release(const char *owner, void *ptr);';
    const call = 'buf_release("port", port->ring)';
    expect((await migrate(driver(call, prototype), declared)).after).toContain(`${prototype}\n`);
    const sameName = { ...declared, newCall: declared.newCall.replace('_sized', '') };
    expect((await migrate(driver(call, prototype), sameName)).after).toContain(
      'int buf_release(const char *owner, void *ptr, bus_t bus, uint32_t len);',
    );
  });

  it('puts what is new between and before the arguments that a call has, in calls, prototypes and macros', async () => {
    const prototype = 'int buf_release(const char *owner, void *ptr);\n#define DROP(owner) buf_release(owner, 0)';
    const between = {
      ...declared,
      newCall: 'int buf_release(bus_t bus, const char *owner, uint32_t len, void *ptr)',
    };
    const { after, statuses } = await migrate(driver('buf_release("po,rt", (port->ring))', prototype), between);
    expect(statuses).toEqual(['macro-body', 'safe']);
    expect(after).toContain('int buf_release(bus_t bus, const char *owner, uint32_t len, void *ptr);');
    expect(after).toContain('buf_release(port->ring_bus, "po,rt", RING_BYTES, (port->ring))');
    expect(await migrate(after, between)).toMatchObject({ after });
  });

  it('refuses a pointer to the function where the name changes: it points to another', async () => {
    const pointer = 'struct ops { int (*drop)(const char *, void *); };\nstruct ops all = { .drop = buf_release };';
    expect((await migrate(driver('all.drop("port", port->ring)', pointer), declared)).statuses).toEqual([
      'function-pointer',
    ]);
  });

  it('writes the arguments in the order of the new call, with the texts that are always the same', async () => {
    const newCall = 'int buf_drop(uint32_t len, bus_t bus, struct bus *on, const char *owner, void *ptr)';
    const { after, statuses } = await migrate(driver('buf_release("port", port->ring)'), {
      ...declared,
      newCall,
      values: { on: 'NULL' },
    });
    expect(statuses).toEqual(['safe']);
    expect(after).toContain('\t\tbuf_drop(RING_BYTES, port->ring_bus, NULL, "port", port->ring);');
  });

  it.each([
    ['size', 'int buf_drop(const char *owner, void *ptr, uint32_t len)', 'buf_drop("port", port->ring, RING_BYTES)'],
    ['handle', 'int buf_drop(bus_t bus, const char *owner, void *ptr)', 'buf_drop(port->ring_bus, "port", port->ring)'],
  ])('finds the %s alone where the new call needs nothing else', async (only, newCall, call) => {
    const source = driver('buf_release("port", port->ring)');
    const { after, statuses } = await migrate(source, { ...declared, newCall });
    expect(statuses).toEqual(['safe']);
    expect(after).toContain(call);
    if (only === 'handle') return;
    // Nobody asks where the handle went.
    const lost = source
      .replace('&port->ring_bus)', '&unused)')
      .replace('{\n\tport->ring =', '{\n\tbus_t unused;\n\tport->ring =');
    const plain = lost.replace('0, &unused)', '0)');
    expect((await migrate(lost, { ...declared, newCall })).statuses).toEqual(['safe']);
    const allocators = ['void *buf_acquire(uint32_t len, unsigned flags)'];
    expect((await migrate(plain, { ...declared, newCall, allocators })).statuses).toEqual(['safe']);
  });

  it('converts calls that have everything, by names, texts, members and calling context', async () => {
    const { after, statuses } = await migrate(
      `${driver('buf_release("port", port->ring)')}
static int port_attach(struct card *card, bus_t *bus)
{
	card->id = 1;
	return buf_grab(card, 64, bus) != NULL;
}
static struct card_driver port_driver = { .probe = port_attach };
`,
      {
        ...declared,
        conversions: [
          {
            old: 'void *buf_grab(struct card *card, uint32_t len, bus_t *bus)',
            new: 'void *buf_take(uint32_t len, struct node *node, bus_t *bus, int how)',
            values: { node: { of: 'card', member: 'node' }, how: { process: 'MAY_WAIT', otherwise: 'NO_WAIT' } },
          },
        ],
      },
    );
    expect(statuses).toEqual(['safe', 'safe']);
    expect(after).toContain('return buf_take(64, &card->node, bus, MAY_WAIT) != NULL;');
  });

  it.each<[string, Partial<DeclaredMigration>, RegExp]>([
    ['what is no prototype', { oldCall: 'buf_release' }, /oldCall: 'buf_release' is not the prototype/],
    [
      'a parameter without a name',
      { oldCall: 'int buf_release(const char *, void *ptr)' },
      /'const char \*' has no name/,
    ],
    [
      'an allocator that stores no handle',
      { allocators: ['void *buf_acquire(uint32_t len)'] },
      /buf_acquire has not one parameter that is the handle/,
    ],
    ['a new call that drops an old parameter', { newCall: 'int f(void *ptr, uint32_t len)' }, /owner of .* is dropped/],
    ['no function that allocates', { allocators: [] }, /allocators: names no function/],
    ['a value of no parameter', { values: { dev: 'NULL' } }, /values\.dev: buf_release_sized has no parameter/],
    [
      'a new call that adds what nobody can find',
      { newCall: 'int f(const char *owner, void *ptr, uint32_t len, bus_t bus, int flags)' },
      /the parameter flags is neither one of buf_release nor the size/,
    ],
  ])('says which key is wrong with %s', async (_what, wrong, message) => {
    await expect(migrationFromPrototypes({ ...declared, ...wrong })).rejects.toThrow(message);
  });
});

describe('the roles of prototypes', () => {
  it('follow from where parameters stand', async () => {
    const { oldCall, newCall, allocators, roles } = declared;
    const plain = 'int buf_release(unsigned owner, void *ptr)';
    expect(
      await rolesOfPrototypes({ oldCall: plain, newCall: newCall.replace('const char *', 'unsigned '), allocators }),
    ).toEqual(roles);
    await expect(rolesOfPrototypes({ oldCall, newCall, allocators })).rejects.toThrow(/owner and ptr are both/);
  });

  it('say of a pointer that is passed on to both that it is no handle', async () => {
    const prototypes = {
      oldCall: 'void put(void *p)',
      newCall: 'void put(struct bus *on, void *p, int n, bus_t h)',
      allocators: ['void *get(struct bus *on, int n, bus_t *h)'],
    };
    await expect(rolesOfPrototypes(prototypes)).rejects.toThrow(/on is neither a size nor a handle that get stores/);
  });
});
