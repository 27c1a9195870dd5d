import { lineIndex, type Source } from '@freehandle/c-source';
import {
  provenanceOf,
  type Found,
  type FreeFact,
  type LinkedFacts,
  type PathEnd,
  type Verdict,
} from '@freehandle/provenance';
import { isInOrder, soughtParameters, type Migration } from '../migrations/migration.ts';
import { refusalFor } from '../refusals/index.ts';
import type { RefusalReason } from '../refusals/refusal.ts';
import { argumentEdits, editedText, renaming, rewriteCall } from '../rewrite/rewrite-call.ts';
import type { HiddenCall } from './other-mentions.ts';
import type { Evidence, Site } from './plan.ts';
import { sentence } from './sentence.ts';

/** Decides one call. */
export function planSite(
  source: Source,
  free: FreeFact,
  linked: LinkedFacts,
  migration: Migration,
  unseen: Unseen,
): Site {
  return siteOf(source, free, verdictOn(free, linked, migration), { migration, unseen });
}

/** The doubt about what is read in a file that was not analysed; null when there is none. */
export type Unseen = (file: string, reads: readonly PathEnd[]) => string | null;

/** What provenance says of the block that a call frees, under the migration's contracts. */
export function verdictOn(free: FreeFact, linked: LinkedFacts, migration: Migration): Verdict {
  const contracts = migration.wrappers.map((wrapper) => ({
    name: wrapper.name,
    parameters: wrapper.parameters.map((role) =>
      role === 'size' || role === 'handle' || role === 'vaddr' ? role : null,
    ),
  }));
  return provenanceOf(free, linked, contracts);
}

/** The site that a verdict makes of a call. */
export function siteOf(
  source: Source,
  free: FreeFact,
  verdict: Verdict,
  { migration, unseen }: { readonly migration: Migration; readonly unseen: Unseen },
): Site {
  const before = source.text.slice(free.start, free.end);
  const place = { file: free.file, line: free.line, column: free.column, function: free.function, before };
  if (free.broken) return refuse(place, 'unparsed', `a part of ${free.function} did not parse`, []);
  if (verdict.kind === 'unknown') return refuse(place, verdict.reason, verdict.detail, verdict.evidence);
  const nullFrom = nullAt(free, migration);
  const doubts = [...verdict.doubts, ...fixedDoubts(migration)];
  if (nullFrom) {
    doubts.push(
      `NULL can reach this call (line ${nullFrom.line}: ${nullFrom.what}), where the old form did nothing and the new one acts on the handle: test the pointer before the call`,
    );
  }
  // The files around are searched only where nothing else speaks against it.
  const store = doubts.length === 0 ? unseen(free.file, verdict.reads) : null;
  if (store !== null) doubts.push(store);
  const added = soughtParameters(migration);
  const found = (role: 'size' | 'handle', { text, file, line }: Found): Site['size'] =>
    added.some((one) => one.role === role) ? { text, from: { file, line } } : null;
  const edits = rewriteCall(source.text, free, migration, { size: verdict.size.text, handle: verdict.handle.text });
  return {
    ...place,
    after: editedText(source.text, free, edits),
    status: doubts.length > 0 ? 'review' : 'safe',
    reason: null,
    message: doubts.length > 0 ? sentence(doubts.join('; ')) : null,
    size: found('size', verdict.size),
    handle: found('handle', verdict.handle),
    evidence: [...verdict.evidence, { file: free.file, line: free.line, what: `freed in ${free.function}` }],
    edits,
    retains: [],
  };
}

function fixedDoubts({ newCall }: Migration): string[] {
  return newCall.parameters.flatMap(({ value }) =>
    value?.kind === 'text' && value.doubt !== null ? [value.doubt] : [],
  );
}

/** Where NULL is known to come from that reaches the call and matters to its new form; null when none is. */
export function nullAt(free: FreeFact, migration: Migration): { readonly line: number; readonly what: string } | null {
  if (migration.newCallIgnoresNull) return null;
  return free.nullness.kind === 'arrives' ? { line: free.nullness.line, what: 'it is NULL there' } : free.unmade;
}

/** A call that the tree does not show: refused, unless it is in a macro that is given what the call needs. */
export function planHidden(source: Source, file: string, call: HiddenCall, migration: Migration): Site {
  const lines = lineIndex(source.text);
  const place = {
    file,
    line: lines.lineOf(call.start),
    column: lines.columnOf(call.start),
    function: call.function,
    before: source.text.slice(call.start, call.end),
  };
  const { macro } = call;
  if (!macro || !isInOrder(migration) || soughtParameters(migration).length < 2)
    return refuse(place, call.reason, refusalFor(call.reason).title.toLowerCase(), []);
  const list = { start: source.text.indexOf('(', call.start), end: call.end };
  const edits = [...renaming(call.start, migration), ...argumentEdits(source.text, list, migration, macro, 'macro')];
  const from = { file, line: macro.line };
  return {
    ...place,
    after: editedText(source.text, call, edits),
    status: 'review',
    reason: null,
    message: sentence(
      `what the uses of the macro ${macro.name} pass for ${macro.size} and ${macro.handle} was not seen`,
    ),
    size: { text: macro.size, from },
    handle: { text: macro.handle, from },
    evidence: [{ file, line: macro.pairedLine ?? macro.line, what: macro.because }],
    edits,
    retains: [],
  };
}

type SitePlace = Pick<Site, 'file' | 'line' | 'column' | 'function' | 'before'>;

function refuse(place: SitePlace, reason: RefusalReason, detail: string, evidence: readonly Evidence[]): Site {
  const message = sentence(`${detail}. ${refusalFor(reason).remedy}`);
  const nothing = { after: null, size: null, handle: null, edits: [], retains: [] };
  return { ...place, ...nothing, status: 'refused', reason, message, evidence };
}
