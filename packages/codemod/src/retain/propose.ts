import type { FileFacts, FreeFact, LinkedFacts, Verdict } from '@freehandle/provenance';
import type { Retained, Site } from '../plan/plan.ts';
import { guardOf } from './guard-call.ts';
import { keepInLocal } from './keep-in-local.ts';
import { keepInMember } from './keep-in-member.ts';
import { keepInVariable } from './keep-in-variable.ts';
import type { Kept } from './names.ts';
import { saveBeforeRelease } from './save-before-release.ts';
import { storedPlaceOf } from './stored-place.ts';
import { cannot, type Retention } from './retention.ts';
import type { Workspace } from './workspace.ts';

/** What a call lacks: an argument to be kept, copies made before a release, or a test of the pointer. */
export type Need = Kept | 'before-release' | 'test';

/** What proposals are made from. */
export interface Tree {
  readonly workspace: Workspace;
  readonly linked: LinkedFacts;
  /** The files that have facts. */
  readonly analysed: ReadonlySet<string>;
  /** The verdict on a call of a file with other facts. */
  readonly judge: (facts: FileFacts, free: FreeFact) => Verdict;
}

/** The code that may give a call what it lacks; `verdict` where that is proved by how it is made. */
export function propose(
  tree: Tree,
  free: FreeFact,
  site: Site,
  need: Need,
): { readonly retained: readonly Retained[]; readonly verdict?: Verdict } | { readonly why: string } {
  const { workspace } = tree;
  switch (need) {
    case 'handle':
    case 'size':
      return keep(tree, free, need);
    case 'test': {
      const test = guardOf(workspace, free);
      return 'why' in test ? test : { retained: [test] };
    }
    case 'before-release': {
      const released = site.evidence.findLast((one) => one.file === free.file);
      if (!released) return cannot('the release is not in this function');
      return saveBeforeRelease(workspace, free, released, tree.judge);
    }
  }
}

function keep({ workspace, linked, analysed }: Tree, free: FreeFact, kept: Kept): Retention {
  const [first] = free.sources;
  if (free.sources.every((source) => source.kind === 'allocation')) return keepInLocal(workspace, linked, free, kept);
  if (first?.kind !== 'incoming' || free.sources.length > 1)
    return cannot(`${free.place} does not come from one place`);
  const place = storedPlaceOf(free, linked);
  if (typeof place === 'string') return cannot(place);
  return place.isVariable
    ? keepInVariable(workspace, linked, free.file, place, kept)
    : keepInMember(workspace, linked, analysed, place, kept);
}
