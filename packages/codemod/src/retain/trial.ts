import type { Source } from '@freehandle/c-source';
import { link, type FileFacts, type FreeFact, type Verdict } from '@freehandle/provenance';
import { hashOf } from '../plan/hash.ts';
import type { Evidence, Retained, Site } from '../plan/plan.ts';
import { siteOf, verdictOn } from '../plan/plan-site.ts';
import { editKey, type FiledEdit } from './conflicts.ts';
import { edited, linesBefore, offsetAfter } from './edited.ts';
import type { TreeStage } from './tree-stage.ts';
import type { Workspace } from './workspace.ts';

/** A call as it would be decided. */
export interface Tried {
  readonly site: Site;
  readonly verdict: Verdict;
  /** The call where it would stand. */
  readonly now: FreeFact;
}

/** The tree as it would be with code added, analysed by the same rules as everywhere else. */
export interface Trial {
  /** Decides a call there, its places told as they are now; a sentence why not. `own`: a verdict made otherwise. */
  decide(free: FreeFact, own: Verdict | null): Tried | { readonly why: string };
  /** What provenance says of a call there; null when the call is not recognised. */
  verdictOn(free: FreeFact): Verdict | null;
  /** Why code cannot be added where it is to be; null when it can. */
  objectionTo(retained: readonly Retained[]): string | null;
}

/** Makes trials on a tree; a file that gets the same as in the trial before is not scanned again. */
export function trials(workspace: Workspace, stage: TreeStage): (retained: readonly Retained[]) => Trial {
  const scans = new Map<string, { readonly edits: string; readonly facts: FileFacts | null }>();
  const scan = (file: string, edits: ReadonlyMap<string, FiledEdit>, source: Source): FileFacts | null => {
    const key = [...edits.keys()].sort().join();
    const before = scans.get(file);
    if (before?.edits === key) return before.facts;
    const facts = workspace.scan(file, edited(source, [...edits.values()]))?.facts ?? null;
    scans.set(file, { edits: key, facts });
    return facts;
  };
  return (retained) => {
    const edits = editsByFile(retained);
    const facts = new Map([...stage.scanned].map(([file, one]) => [file, one.facts]));
    const lines = new Map<string, readonly number[]>();
    const broken = new Map<string, string>();
    for (const [file, own] of edits) {
      const source = workspace.open(file)?.source;
      const known = stage.contents.get(file);
      if (!source || (known !== undefined && hashOf(source.bytes) !== known)) {
        broken.set(file, `${file} changed meanwhile`);
        continue;
      }
      lines.set(file, linesBefore(source.text, [...own.values()]));
      const scanned = scan(file, own, source);
      if (scanned) facts.set(file, scanned);
      else broken.set(file, `${file} cannot be analysed with what would be added`);
    }
    const linked = link([...facts.values()]);
    const back = (line: number, file: string): number => lines.get(file)?.[line - 1] ?? line;
    const there = (free: FreeFact): FreeFact | null => {
      const start = offsetAfter([...(edits.get(free.file)?.values() ?? [])], free.start);
      const now = facts.get(free.file)?.frees.find((one) => one.start === start);
      return now && !now.broken && !broken.has(free.file) ? now : null;
    };
    return {
      decide(free, own) {
        const now = there(free);
        const source = workspace.open(free.file)?.source;
        if (!now || !source) return { why: 'the call is not recognised with what would be added' };
        const verdict = own ?? verdictBack(verdictOn(now, linked, stage.migration), back);
        const { nullness, unmade } = now;
        return { site: siteOf(source, { ...free, nullness, unmade }, verdict, stage), verdict, now };
      },
      verdictOn(free) {
        const now = there(free);
        return now && verdictOn(now, linked, stage.migration);
      },
      objectionTo: (those) => those.map(({ file }) => broken.get(file)).find((one) => one !== undefined) ?? null,
    };
  };
}

function editsByFile(retained: readonly Retained[]): Map<string, Map<string, FiledEdit>> {
  const edits = new Map<string, Map<string, FiledEdit>>();
  for (const { file, edits: own } of retained) {
    const known = edits.get(file) ?? new Map<string, FiledEdit>();
    edits.set(file, known);
    for (const edit of own) known.set(editKey({ ...edit, file }), { ...edit, file });
  }
  return edits;
}

function verdictBack(verdict: Verdict, back: (line: number, file: string) => number): Verdict {
  const evidence: Evidence[] = verdict.evidence.map((one) => ({ ...one, line: back(one.line, one.file) }));
  if (verdict.kind === 'unknown') return { ...verdict, evidence };
  const { size, handle } = verdict;
  return {
    ...verdict,
    size: { ...size, line: back(size.line, size.file) },
    handle: { ...handle, line: back(handle.line, handle.file) },
    evidence,
  };
}
