import type { FreeFact, Reason } from '../facts/facts.ts';
import type { Written } from './render-there.ts';
import type { UnknownReason } from './verdict.ts';

/** What makes an argument wrong, if anything does. */
export function objectionTo(
  free: FreeFact,
  written: Written,
  isSize: boolean,
): { reason: UnknownReason; detail: string; at: Reason } | null {
  const changed = isSize ? 'size-changed' : 'handle-not-retained';
  const event = written.spoilt;
  if (event && event.kind !== 'called') {
    const at = { file: free.file, line: event.line, what: event.what };
    if (event.kind === 'store' || event.kind === 'allocated')
      return { reason: changed, detail: `${event.what} before the call`, at };
    return {
      reason: 'freed-container',
      detail: `${event.what} comes before the call, and ${written.text} is in what it releases`,
      at,
    };
  }
  const store = written.mutated;
  if (store?.value !== 'changed') return null;
  const what = `the member ${store.member} is counted on or moved in ${store.function}`;
  return {
    reason: changed,
    detail: `${what} (${store.file}:${store.line})`,
    at: { file: store.file, line: store.line, what },
  };
}

/** What was not proved of an argument. */
export function doubtsOf(written: Written): string[] {
  const doubts: string[] = [];
  const store = written.mutated;
  if (store)
    doubts.push(`the member ${store.member} is also stored to in ${store.function} (${store.file}:${store.line})`);
  if (written.spoilt) doubts.push(`${written.spoilt.what} may change ${written.text}`);
  if (written.assumed !== null) {
    doubts.push(`${written.assumed} is taken for the same object as at the allocation, being the only one of its type`);
  }
  if (written.impure) doubts.push(`${written.text} calls a function that may give another value each time`);
  return doubts;
}
