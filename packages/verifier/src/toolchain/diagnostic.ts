/** One line a compiler said about a place. */
export interface Diagnostic {
  /** Virtual path. */
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** The first error among diagnostics, or null. Notes and warnings are passed over. */
export function firstError(diagnostics: string): Diagnostic | null {
  const placed = /^(\/[^:\n]+):(\d+):\d+: (?:fatal )?error: (.+)$/m.exec(diagnostics);
  if (placed) return { path: placed[1]!, line: Number(placed[2]), message: placed[3]! };
  const bare = /(?:fatal )?error: (.+)$/m.exec(diagnostics);
  return bare ? { path: '', line: 0, message: bare[1]! } : null;
}

/**
 * A function without a prototype that is called with different argument lists. WebAssembly passes such a call garbage,
 * and the compiler says so only in passing, even among errors it was told to keep quiet about.
 */
export function conflictingCall(diagnostics: string): string | null {
  return /prototype-less function used with conflicting signatures: (\S+)/.exec(diagnostics)?.[1] ?? null;
}
