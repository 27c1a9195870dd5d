import { afterEach, expect, it, vi } from 'vitest';
import { Parser } from 'web-tree-sitter';

afterEach(() => vi.restoreAllMocks());

it('says so when the system gives the parser no memory', async () => {
  // Not at WebAssembly.Memory: a binding that another test has started asks for no more.
  vi.spyOn(Parser, 'init').mockRejectedValue(new RangeError('WebAssembly.Memory(): could not allocate memory'));
  vi.resetModules();
  const { wasmEngine } = await import('../src/parse/wasm-engine.ts');
  await expect(wasmEngine()).rejects.toMatchObject({
    code: 'FH1202',
    hint: expect.stringContaining('ulimit') as string,
  });
});
