import { identifierOffsets } from '@freehandle/c-source';

/** What is kept beside a pointer. */
export type Kept = 'handle' | 'size';

const suffixes: Readonly<Record<Kept, readonly string[]>> = {
  handle: ['_dma', '_handle', '_dma_handle', '_dma_addr'],
  size: ['_size', '_bytes', '_alloc_size'],
};

/** A name for what is kept beside `pointer` that none of the texts uses for anything; null when all are taken. */
export function freeNameFor(pointer: string, kept: Kept, texts: readonly string[]): string | null {
  const names = suffixes[kept].map((suffix) => pointer + suffix);
  return names.find((name) => texts.every((text) => identifierOffsets(text, name).length === 0)) ?? null;
}
