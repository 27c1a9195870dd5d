import type { Retained } from '../plan/plan.ts';

/** Code to add for a call, or a sentence why there can be none. */
export type Retention = { readonly retained: readonly Retained[] } | { readonly why: string };

/** A retention that is not possible. */
export function cannot(why: string): { readonly why: string } {
  return { why };
}
