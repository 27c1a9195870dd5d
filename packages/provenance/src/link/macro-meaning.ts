import { tokensOf } from '@freehandle/c-source';
import type { MacroFact } from '../facts/macro-facts.ts';
import type { LinkedFacts } from './index-facts.ts';

/** A place in a file of the run. */
interface At {
  readonly file: string;
  readonly start: number;
}

/** Why a text means another thing in one place than in another. */
export interface MacroChange {
  /** It is not defined at the free at all, or differently. */
  readonly kind: 'not-visible' | 'changed';
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/**
 * The first macro in `text`, or in what it expands to, that the files' own directives give another meaning at `free`
 * than at `allocation`. Alternatives in the branches of one conditional are one meaning: the same branch is taken for both.
 */
export function macroChange(linked: LinkedFacts, text: string, allocation: At, free: At): MacroChange | null {
  const own = linked.macros.get(allocation.file);
  // Most texts hold no macro that the file of the allocation defines: they need not be taken apart.
  if (!own || !(text.match(/[A-Za-z_]\w*/g) ?? []).some((word) => own.has(word))) return null;
  const seen = new Set<string>();
  const pending = namesIn(text);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const there = definitions(linked, allocation.file, name);
    const here = definitions(linked, free.file, name);
    const change = allocation.file === free.file ? between(there, allocation, free) : apart(there, here, allocation);
    if (change) return { ...change, name };
    for (const definition of there) pending.push(...definition.uses);
  }
  return null;
}

function definitions(linked: LinkedFacts, file: string, name: string): readonly MacroFact[] {
  return linked.macros.get(file)?.get(name) ?? [];
}

function between(all: readonly MacroFact[], a: At, b: At): Omit<MacroChange, 'name'> | null {
  const [from, to] = a.start < b.start ? [a.start, b.start] : [b.start, a.start];
  const before = new Set(all.filter((one) => one.start < from).map((one) => one.body));
  const inside = all.filter((one) => from < one.start && one.start < to);
  const last = inside[inside.length - 1];
  // Taken away and given back as it was is no change.
  const changed =
    inside.find((one) => one.body !== null && !before.has(one.body)) ?? (last?.body === null ? last : null);
  return changed ? { kind: 'changed', file: a.file, line: changed.line } : null;
}

function apart(there: readonly MacroFact[], here: readonly MacroFact[], a: At): Omit<MacroChange, 'name'> | null {
  const own = there.filter((one) => one.start < a.start);
  const [first] = own;
  // What a header defines is visible wherever the header is.
  if (!first || /\.h$/.test(a.file)) return null;
  if (here.length === 0) return { kind: 'not-visible', file: a.file, line: first.line };
  const bodies = (all: readonly MacroFact[]) => [...new Set(all.map((one) => one.body))].sort().join('\n');
  return bodies(own) === bodies(here) ? null : { kind: 'changed', file: a.file, line: first.line };
}

function namesIn(text: string): string[] {
  return tokensOf(text)
    .filter((token) => token.kind === 'name')
    .map((token) => text.slice(token.start, token.end));
}
