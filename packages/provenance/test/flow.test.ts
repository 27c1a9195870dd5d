import { engineFor, parseUnit, sourceFromBytes } from '@freehandle/c-source';
import { describe, expect, it } from 'vitest';
import { factLines, factsOf, factsOfLines, link, provenanceOf, type ApiShape } from '../src/index.ts';

const engine = await engineFor('wasm');
const api: ApiShape = {
  allocators: [{ name: 'alloc', arguments: [null, 'size', 'handle'], isRelative: false }],
  free: { name: 'release', arguments: ['vaddr'] },
};

/** The arguments found for each call of release in a function with this body, or the reason why not. */
function found(body: string): string[] {
  const text = `void f(struct s *s, int n, int c)\n{\n\tdma_addr_t h, k;\n\tvoid *p, *q;\n${body}\n}\n`;
  const source = sourceFromBytes('a.c', Buffer.from(text));
  const parsed = parseUnit(engine, source, 'a.c');
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  const lines = factLines(factsOf(source, 'a.c', parsed.unit, [], api));
  const facts = factsOfLines(lines);
  expect(factLines(facts)).toEqual(lines);
  const linked = link([facts]);
  return facts.frees.map((free) => {
    const verdict = provenanceOf(free, linked, []);
    return verdict.kind === 'known' ? `${verdict.size.text}, ${verdict.handle.text}` : verdict.reason;
  });
}

describe('definitions are followed along control flow', () => {
  it.each([
    ['straight on', 'p = alloc(0, N, &h); release(p);', ['N, h']],
    ['through a copy and a cast', 'p = alloc(0, N, &h); q = (char *)p; release((void *)q);', ['N, h']],
    ['past a branch that does not matter', 'p = alloc(0, N, &h); if (c) n = 2; release(p);', ['N, h']],
    ['into both branches', 'p = alloc(0, n, &h); if (c) release(p); else release(p);', ['n, h', 'n, h']],
    ['the last of two', 'p = alloc(0, N, &h); release(p); p = alloc(0, M, &k); release(p);', ['N, h', 'M, k']],
    ['out of a loop', 'while (c) { p = alloc(0, N, &h); if (p) break; } if (p) release(p);', ['N, h']],
    ['over goto', 'p = alloc(0, N, &h); if (!p) return; if (c) goto out; n++; out: release(p);', ['N, h']],
    [
      'over switch',
      'p = alloc(0, N, &h); if (!p) return; switch (c) { case 1: n = 1; default: release(p); }',
      ['N, h'],
    ],
    ['through an assignment in a condition', 'if (!(p = alloc(0, N, &h))) return; release(p);', ['N, h']],
    ['through do … while (0)', 'do { p = alloc(0, N, &h); } while (0); release(p);', ['N, h']],
    ['the one value of ?:', 'p = alloc(0, N, &h); q = p ? p : 0; if (q) release(q);', ['N, h']],
  ])('%s', (_what, body, expected) => expect(found(body)).toEqual(expected));
});

describe('what changed in between is noticed', () => {
  it.each([
    ['a size counted up', 'p = alloc(0, n, &h); n++; release(p);', ['size-changed']],
    ['a size set on one way', 'p = alloc(0, n, &h); if (c) n = 1; release(p);', ['size-changed']],
    ['a size whose address is passed', 'p = alloc(0, n, &h); g(&n); release(p);', ['size-changed']],
    [
      'a handle used for another allocation',
      'p = alloc(0, N, &h); q = alloc(0, N, &h); release(p);',
      ['handle-not-retained'],
    ],
    ['a pointer that moved', 'p = alloc(0, N, &h); p += 4; release(p);', ['no-allocation-found']],
    ['a member of another object', 'p = alloc(0, s->n, &h); s = s->next; release(p);', ['size-changed']],
    ['a name that is shadowed', 'p = alloc(0, n, &h); { int n = 3; release(p); }', ['size-not-expressible']],
    ['a handle in a block that ended', '{ dma_addr_t b; p = alloc(0, N, &b); } release(p);', ['handle-not-retained']],
  ])('%s', (_what, body, expected) => expect(found(body)).toEqual(expected));
});
