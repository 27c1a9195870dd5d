import { tokensOf } from '@freehandle/c-source';
import type { FreeFact } from '@freehandle/provenance';
import type { Retained, Site } from '../plan/plan.ts';
import type { Trial } from './trial.ts';

/**
 * A call that has what it needs once `added`, the code of other calls, is there: decided so that a second run would find
 * nothing more, and resting on what of that code it takes. Null when that does not make it any better than `site`. `whole` is
 * the trial of all that is added.
 */
export function servedByOthers(
  free: FreeFact,
  site: Site,
  added: readonly (readonly Retained[])[],
  whole: Trial,
  tryWith: (retained: readonly Retained[]) => Trial,
): Site | null {
  // Cheaper than deciding, for which the file is opened; most calls are no better off.
  const verdict = whole.verdictOn(free);
  if (verdict?.kind !== 'known' || (site.status === 'review' && verdict.doubts.length > 0)) return null;
  const found = whole.decide(free, null);
  if ('why' in found || !isBetter(found.site, site)) return null;
  const words = namesOf(`${verdict.size.text} ${verdict.handle.text}`);
  const named = added.filter((own) => own.some((one) => [...namesOf(one.text)].some((name) => words.has(name))));
  const again = tryWith(named.flat()).decide(free, null);
  const isEnough = 'site' in again && again.site.status === found.site.status && again.site.after === found.site.after;
  return { ...found.site, retains: [...new Set((isEnough ? named : added).flat())] };
}

function isBetter(one: Site, than: Site): boolean {
  return one.status === 'safe' || (one.status === 'review' && than.status === 'refused');
}

function namesOf(text: string): ReadonlySet<string> {
  const names = tokensOf(text).filter((token) => token.kind === 'name');
  return new Set(names.map((token) => text.slice(token.start, token.end)));
}
