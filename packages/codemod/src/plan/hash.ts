import { createHash } from 'node:crypto';

/** The hash by which contents are told apart: of files that changed meanwhile, and of what the cache holds. */
export function hashOf(content: Uint8Array | string): string {
  return createHash('sha1').update(content).digest('hex');
}
