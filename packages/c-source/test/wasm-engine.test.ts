import { afterEach, expect, it, vi } from 'vitest';
import { wasmEngine } from '../src/parse/wasm-engine.ts';

afterEach(() => vi.restoreAllMocks());

it('says so when the system gives the parser no memory', async () => {
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(() => {
    throw new RangeError('WebAssembly.Memory(): could not allocate memory');
  });
  await expect(wasmEngine()).rejects.toMatchObject({
    code: 'FH1202',
    hint: expect.stringContaining('ulimit') as string,
  });
});
