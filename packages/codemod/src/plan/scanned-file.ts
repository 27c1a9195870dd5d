import type { FileProblem } from '@freehandle/c-source';
import type { FileFacts, OfferedFunction } from '@freehandle/provenance';
import type { Dependency } from './dependency.ts';
import type { HiddenCall } from './other-mentions.ts';
import type { Conversions } from '../convert/convert-file.ts';
import type { Declaration } from './plan.ts';

/** What one file contributes to a plan. Plain data. */
export interface ScannedFile {
  readonly facts: FileFacts;
  readonly hidden: readonly HiddenCall[];
  readonly conversions: Conversions;
  readonly declarations: readonly Declaration[];
  /** Where it stops being C that can be trusted: nothing is edited from this offset on. `problem` says why. */
  readonly end: number;
  readonly problem: FileProblem | null;
}

/** What a scan gave, as it goes between threads and into the cache: the text is what is read back, whoever made it. */
export interface ScanResult {
  /** A {@link ScannedFile}, or the {@link FileProblem} that took its place, by {@link decodeScan}. */
  readonly text: string;
  /** What the file offers others, which is asked before the rest; null for a problem. */
  readonly offered: readonly OfferedFunction[] | null;
}

/** A scan's result and what it rests on. */
export interface Scan extends ScanResult {
  /** Content hash of the file that was scanned; empty when the result is not to be used again. */
  readonly hash: string;
  /** What else the result depends on. */
  readonly dependencies: readonly Dependency[];
}

/** The result of a scan as text. */
export function encodeScan(result: ScannedFile | FileProblem): ScanResult {
  return { text: JSON.stringify(result), offered: 'code' in result ? null : result.facts.offered };
}

/** The result that a text was made from; nothing is checked, so it must be one of {@link encodeScan}. */
export function decodeScan(text: string): ScannedFile | FileProblem {
  return JSON.parse(text) as ScannedFile | FileProblem;
}
