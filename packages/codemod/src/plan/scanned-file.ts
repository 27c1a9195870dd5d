import type { FileProblem } from '@freehandle/c-source';
import type { FileFacts } from '@freehandle/provenance';
import type { Dependency } from './dependency.ts';
import type { HiddenCall } from './other-mentions.ts';
import type { Declaration } from './plan.ts';

/** What one file contributes to a plan. Plain data. */
export interface ScannedFile {
  readonly facts: FileFacts;
  readonly hidden: readonly HiddenCall[];
  readonly declarations: readonly Declaration[];
  /** Where it stops being C that can be trusted: nothing is edited from this offset on. `problem` says why. */
  readonly end: number;
  readonly problem: FileProblem | null;
}

/** A scan as it goes between threads and into the cache: the text is what is read back, whoever made it. */
export interface Scan {
  /** Content hash of the file that was scanned; empty when the result is not to be used again. */
  readonly hash: string;
  /** What else the result depends on. */
  readonly dependencies: readonly Dependency[];
  /** A {@link ScannedFile}, or the {@link FileProblem} that took its place, by {@link decodeScan}. */
  readonly text: string;
}

/** The text of a scan's result. */
export function encodeScan(result: ScannedFile | FileProblem): string {
  return JSON.stringify(result);
}

/** The result that a text was made from; nothing is checked, so it must be one of {@link encodeScan}. */
export function decodeScan(text: string): ScannedFile | FileProblem {
  return JSON.parse(text) as ScannedFile | FileProblem;
}
