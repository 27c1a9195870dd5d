import { isDoubtful } from '../facts/spoiler.ts';
import type { AllocationFact, FreeFact, Reason } from '../facts/facts.ts';
import type { LinkedFacts } from './index-facts.ts';
import type { MacroChange } from './macro-meaning.ts';
import type { Written } from './written.ts';
import type { UnknownReason } from './verdict.ts';

/** What makes an argument wrong, if anything does. */
export function objectionTo(
  free: FreeFact,
  written: Written,
  isSize: boolean,
): { reason: UnknownReason; detail: string; at: Reason } | null {
  const changed = isSize ? 'size-changed' : 'handle-not-retained';
  const event = written.spoilt;
  if (event && !isDoubtful(event)) {
    const at = { file: free.file, line: event.line, what: event.what };
    if (event.kind === 'store' || event.kind === 'allocated')
      return { reason: changed, detail: `${event.what} before the call`, at };
    return {
      reason: 'freed-container',
      detail: `${event.what} comes before the call, and ${written.text} is in what it releases`,
      at,
    };
  }
  if (written.macro) return macroObjection(free, written.macro, isSize);
  const store = written.mutated;
  if (store?.value !== 'changed') return null;
  const what = store.what ?? `the member ${store.member} is counted on or moved in ${store.function}`;
  return {
    reason: changed,
    detail: `${what} (${store.file}:${store.line})`,
    at: { file: store.file, line: store.line, what },
  };
}

/** What stands against a text with a macro that has another meaning at the free. */
export function macroObjection(
  free: FreeFact,
  macro: MacroChange,
  isSize: boolean,
): { reason: UnknownReason; detail: string; at: Reason } {
  const isHidden = macro.kind === 'not-visible';
  const what = `the macro ${macro.name} ${isHidden ? 'is defined' : 'is defined anew'} here`;
  return {
    reason: !isSize ? 'handle-not-retained' : isHidden ? 'size-not-expressible' : 'size-changed',
    detail: isHidden
      ? `the macro ${macro.name} is defined in ${macro.file} and not in ${free.file}`
      : `the macro ${macro.name} has another meaning at the call than at the allocation (${macro.file}:${macro.line})`,
    at: { file: macro.file, line: macro.line, what },
  };
}

/** The doubt about a value kept in a type that may not hold all of it. */
export function narrowDoubt(text: string, type: string): string {
  const what = /^[\w.>[\]-]+$/.test(text) ? text : `a part of ${text}`;
  return `${what} is kept as ${type}, which may not hold all of its bits`;
}

/** What was not proved of an argument. */
export function doubtsOf(written: Written): string[] {
  const doubts: string[] = [];
  const store = written.mutated;
  if (store) {
    const what = store.what ?? `the member ${store.member} is also stored to in ${store.function}`;
    doubts.push(`${what} (${store.file}:${store.line})`);
  }
  const { spoilt } = written;
  if (spoilt?.kind === 'called') doubts.push(`${spoilt.what} may change ${written.text}`);
  else if (spoilt)
    doubts.push(
      `${spoilt.what} (line ${spoilt.line}) before the allocation, which is not made on every way to the call`,
    );
  if (written.uncertain) doubts.push(`a call between the allocation and the free may change ${written.text}`);
  if (written.assumed !== null) {
    doubts.push(`${written.assumed} is taken for the same object as at the allocation, being the only one of its type`);
  }
  const { overlaid } = written;
  if (overlaid) {
    const where = `${overlaid.function} (${overlaid.file}:${overlaid.line})`;
    doubts.push(
      `${overlaid.member}, which shares its place in a union with what ${written.text} reads, is stored to in ${where}`,
    );
  }
  const { overwritten } = written;
  if (overwritten) doubts.push(`${overwritten.what} (${overwritten.file}:${overwritten.line})`);
  if (written.narrow) doubts.push(narrowDoubt(written.text, written.narrow));
  if (written.doubt) doubts.push(written.doubt);
  if (written.impure) doubts.push(`${written.text} calls a function that may give another value each time`);
  return doubts;
}

/**
 * The doubt about code that did not parse and may store to what an argument reads: anywhere in the allocating function,
 * elsewhere in its file when it names a member of the argument.
 */
export function brokenDoubt(
  free: FreeFact,
  allocation: AllocationFact,
  texts: readonly string[],
  linked: LinkedFacts,
): string | null {
  const members = new Set(texts.flatMap((text) => [...text.matchAll(/(?:->|\.)\s*(\w+)/g)].map((match) => match[1]!)));
  for (const file of new Set([allocation.file, free.file])) {
    const found = (linked.broken.get(file) ?? []).find(
      (one) =>
        (file === allocation.file && one.function === allocation.function) ||
        one.names.some((name) => members.has(name)),
    );
    if (found)
      return `a part of ${found.function} did not parse (${file}:${found.line}) and may store to what the arguments read`;
  }
  return null;
}
