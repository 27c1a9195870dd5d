import type { ParserChoice } from '@freehandle/c-source';
import type { LinkedFacts } from '@freehandle/provenance';
import type { Migration } from '../migrations/migration.ts';
import type { Unseen } from '../plan/plan-site.ts';
import type { ScannedFile } from '../plan/scanned-file.ts';

/** The tree as planning leaves it, for the stages that look at more than one call's place. */
export interface TreeStage {
  readonly root: string;
  readonly migration: Migration;
  readonly parser?: ParserChoice | undefined;
  /** Every file given, relative to the root. */
  readonly given: readonly string[];
  readonly scanned: ReadonlyMap<string, ScannedFile>;
  /** Content hash of each file that has facts. */
  readonly contents: ReadonlyMap<string, string>;
  readonly linked: LinkedFacts;
  readonly unseen: Unseen;
  readonly signal: AbortSignal | undefined;
}
