/** A file as it is on disk. `text` is the latin-1 decoding of `bytes`, so a string index is a byte offset. */
export interface Source {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Wraps bytes already read; nothing is normalised. */
export function sourceFromBytes(path: string, bytes: Uint8Array): Source {
  return { path, bytes, text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') };
}
