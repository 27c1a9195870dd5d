import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freehandle } from './support/command.ts';
import { temporaryFolder } from './support/folder.ts';

const migration = {
  name: 'buf-release',
  title: 'Give release its length and address',
  oldCall: 'void release(void *p)',
  newCall: 'void release(void *p, unsigned n, bus_t b)',
  allocators: ['void *acquire(unsigned n, bus_t *b)'],
  roles: { vaddr: 'p', size: 'n', handle: 'b' },
};

const source = `struct s { void *v; bus_t a; };
void get(struct s *s) { s->v = acquire(64, &s->a); }
void put(struct s *s) { if (s->v) release(s->v); }
`;

/** A folder with a configuration at its top and a driver two folders below. */
function tree(config: string, text: string): { top: string; below: string } {
  const top = temporaryFolder();
  const below = path.join(top, 'drivers/net');
  mkdirSync(below, { recursive: true });
  writeFileSync(path.join(below, 'mac.c'), source);
  writeFileSync(path.join(top, config), text);
  return { top, below };
}

describe('freehandle.config', () => {
  it.each([
    ['freehandle.config.json', JSON.stringify({ migration: 'buf-release', migrations: [migration] })],
    [
      'freehandle.config.ts',
      `const name: string = 'buf-release';\nexport default { migration: name, migrations: [${JSON.stringify(migration)}] };`,
    ],
    [
      'freehandle.config.js',
      `export default { migration: 'buf-release', migrations: [${JSON.stringify(migration)}] };`,
    ],
  ])('%s is found from below and decides what is migrated', async (config, text) => {
    const { stdout, stderr, code } = await freehandle(['migrate', '.'], { cwd: tree(config, text).below });
    expect(stderr).toBe('');
    expect(stdout).toContain('release(s->v, 64, s->a)');
    expect(code).toBe(1);
  });

  it('is passed over for --migration and --config', async () => {
    const { top, below } = tree('freehandle.config.json', JSON.stringify({ migrations: [migration] }));
    const plain = await freehandle(['migrate', '.'], { cwd: below });
    expect(plain).toMatchObject({ code: 0 });
    const named = await freehandle(['migrate', '.', '--migration', 'buf-release'], { cwd: below });
    expect(named.stdout).toContain('release(s->v, 64, s->a)');
    writeFileSync(path.join(top, 'other.json'), '{}');
    const other = await freehandle(['migrate', '.', '--config', '../../other.json', '--migration', 'buf-release'], {
      cwd: below,
    });
    expect(other).toMatchObject({ code: 2 });
    expect(other.stderr).toMatch(/FH2011.*no migration 'buf-release'/);
  });

  it.each([
    ['a key that is not known', { migratoin: 'x' }, /migratoin is no key/],
    [
      'a key that is missing',
      { migrations: [{ ...migration, oldCall: undefined }] },
      /migrations\.0\.oldCall is missing/,
    ],
    [
      'a value of another type',
      { migrations: [{ ...migration, allocators: 'acquire' }] },
      /migrations\.0\.allocators: /,
    ],
    [
      'a prototype that is none, though another migration is chosen,',
      { migrations: [{ ...migration, newCall: 'release' }] },
      /FH1401.*buf-release: newCall: 'release' is not the prototype/,
    ],
    [
      'two migrations of one name',
      { migrations: [migration, migration] },
      /migrations\.1\.name is the name of another/,
    ],
    [
      'a migration by the name of one that is built in',
      { migrations: [{ ...migration, name: 'consistent-free' }] },
      /migrations\.0\.name is the name of another/,
    ],
    ['a list', [], /is an object, not a list/],
    ['text that is no JSON', '{', /freehandle\.config\.json.*cannot be read/],
    ['a comma too many', '{\n  "migrations": [],\n}\n', /freehandle\.config\.json: cannot be read \(.* on line 3\)/],
  ])('with %s is an error that says where', async (_what, config, message) => {
    const text = typeof config === 'string' ? config : JSON.stringify(config);
    const { code, stderr } = await freehandle(['migrate', '.'], { cwd: tree('freehandle.config.json', text).below });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('declares functions that allocate and free, which are audited at once', async () => {
    const family = {
      name: 'acquire',
      allocators: ['void *acquire(unsigned n, bus_t *b)'],
      frees: ['void release(void *p, unsigned n, bus_t b)'],
      roles: { vaddr: 'p', size: 'n', handle: 'b' },
    };
    const { top, below } = tree('freehandle.config.json', JSON.stringify({ families: [family] }));
    writeFileSync(
      path.join(below, 'mac.c'),
      `int start(struct s *s)
{
	s->v = acquire(64, &s->a);
	if (!s->v)
		return -1;
	if (engine_on(s->port)) {
		release(s->v, 32, s->a);
		return -1;
	}
	return 0;
}
`,
    );
    const audited = await freehandle(['audit', '.', '-f', 'json'], { cwd: below });
    const { findings } = JSON.parse(audited.stdout) as { findings: { rule: string; line: number }[] };
    expect(findings).toMatchObject([{ rule: 'R9', line: 7 }]);
    const frees = ['void release(void *q)'];
    writeFileSync(path.join(top, 'freehandle.config.json'), JSON.stringify({ families: [{ ...family, frees }] }));
    const refused = await freehandle(['audit', '.'], { cwd: below });
    expect(refused.stderr).toMatch(/FH1402.*acquire: frees: release has not one parameter that is the pointer/);
    expect(refused).toMatchObject({ code: 2 });
  });
});

describe('freehandle init', () => {
  const prototypes = [
    ...['--old', migration.oldCall],
    ...['--new', migration.newCall],
    ...['--allocator', ...migration.allocators],
  ];

  it('writes a migration of which migrate then makes use, and nothing over one that is there', async () => {
    const { below } = tree('unrelated.txt', '');
    expect(await freehandle(['init', ...prototypes], { cwd: below })).toMatchObject({ code: 0, stderr: '' });
    const written = readFileSync(path.join(below, 'freehandle.config.json'), 'utf8');
    expect(JSON.parse(written)).toMatchObject({
      migration: 'release',
      migrations: [{ ...migration, name: 'release', title: 'Give release its n and b' }],
    });
    expect((await freehandle(['migrate', '.'], { cwd: below })).stdout).toContain('release(s->v, 64, s->a)');
    const again = await freehandle(['init'], { cwd: below });
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain('FH2012');
    expect(readFileSync(path.join(below, 'freehandle.config.json'), 'utf8')).toBe(written);
  });

  it.each([
    [['--old', migration.oldCall], /needs --old, --new and --allocator/],
    [[...prototypes, '--name', 'Not A Name'], /migrations\.0\.name: must be lower-case words/],
    [
      [...prototypes.slice(0, 5), 'void *acquire(unsigned n)'],
      /the new call: b is no parameter of release nor of acquire/,
    ],
  ])('writes nothing for %j and says why', async (args, message) => {
    const { below } = tree('unrelated.txt', '');
    const { code, stderr } = await freehandle(['init', ...args], { cwd: below });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(path.join(below, 'freehandle.config.json'))).toBe(false);
  });
});
