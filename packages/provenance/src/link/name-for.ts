import type { FreeFact } from '../facts/facts.ts';

/** The local of the freeing function that holds the value of `text`, else the text itself. */
export function nameFor(free: FreeFact, text: string): string {
  const bare = text.replace(/\s+/g, '');
  return free.named.find((one) => one.text === bare)?.name ?? text;
}
