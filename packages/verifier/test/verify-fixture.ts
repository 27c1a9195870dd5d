import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultOptions, type DriverInput, type VerifyOptions } from '../src/driver-input.ts';
import { LinearMemory } from '../src/memory/linear-memory.ts';
import { wasmClang } from '../src/toolchain/wasm-clang.ts';
import type { Workbench } from '../src/open-driver.ts';
import { verifyHere } from '../src/verify-driver.ts';
import type { DriverVerdict } from '../src/verdict/verdict.ts';

const root = fileURLToPath(new URL('./fixtures/tree', import.meta.url));

/** The fixture driver's text. */
export const ring = readFileSync(`${root}/drivers/ring.c`, 'latin1');

let bench: Workbench | undefined;

/** Compiler and memory of this test process. */
export function workbench(): Workbench {
  return (bench ??= { toolchain: wasmClang(), memory: new LinearMemory() });
}

/** A driver text as if it stood in the fixture tree. */
export function fixture(text: string, file = 'drivers/ring.c'): DriverInput {
  return { file, root, source: Buffer.from(text, 'latin1'), includeRoots: [`${root}/include`], overlay: {} };
}

/** A driver text in the fixture tree as it was before its header took size and handle. */
export function oldInterface(text: string): DriverInput {
  const header = `${root}/include/asm/io.h`;
  const old = mutate(readFileSync(header, 'latin1'), 'void *vaddr, size_t size, dma_addr_t handle', 'void *vaddr');
  return { ...fixture(text), overlay: { [header]: Buffer.from(old, 'latin1') } };
}

/** Verifies a driver text in this thread. */
export async function verify(text: string, options: Partial<VerifyOptions> = {}): Promise<DriverVerdict> {
  return (await verifyHere(fixture(text), workbench(), { ...defaultOptions, ...options })).verdict;
}

/** Replaces one piece of a text that must be there. */
export function mutate(text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`the fixture has no ${JSON.stringify(before)}`);
  return text.replace(before, () => after);
}

/** The lines of a verdict's findings, `R7 30`, in order. */
export function found({ findings }: DriverVerdict): string[] {
  return findings.map(({ rule, line }) => `${rule} ${line}`);
}

/** 1-based line of the n-th occurrence of a piece of text. */
export function lineOf(text: string, piece: string, nth = 1): number {
  let index = -1;
  for (let left = nth; left > 0; left--) index = text.indexOf(piece, index + 1);
  return text.slice(0, index).split('\n').length;
}
