import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => vi.restoreAllMocks());

it('says so when the system gives the parser no memory', async () => {
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(() => {
    throw new RangeError('WebAssembly.Memory(): could not allocate memory');
  });
  // a parser that another test has started needs no more memory
  vi.resetModules();
  const { wasmEngine } = await import('../src/parse/wasm-engine.ts');
  await expect(wasmEngine()).rejects.toMatchObject({
    code: 'FH1202',
    hint: expect.stringContaining('ulimit') as string,
  });
});
