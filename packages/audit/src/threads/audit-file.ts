import { resolve } from 'node:path';
import { changedMeanwhile, hashOf, headerReader, type OpenScanner, type Scan } from '@freehandle/codemod';
import {
  allNames,
  engineFor,
  includesOf,
  lex,
  parseUnit,
  readCandidate,
  type FileProblem,
  type ParserChoice,
} from '@freehandle/c-source';
import { families, indexFamilies } from '../families/index.ts';
import type { Family } from '../families/family.ts';
import type { ProvisionalFinding } from '../finding.ts';
import { auditUnit } from '../scan/audit-unit.ts';

/** What all files of a run have in common; plain data. */
export interface AuditSettings {
  readonly root: string;
  /** Pairs of functions beside those that are known. */
  readonly families: readonly Family[];
  readonly parser?: ParserChoice | undefined;
}

/** What the audit of one file gives; plain data. */
export interface FileAudit {
  readonly findings: readonly ProvisionalFinding[];
  /** Functions with more paths than were followed. */
  readonly unfinished: readonly { readonly file: string; readonly line: number; readonly function: string }[];
  readonly problems: readonly FileProblem[];
}

/** Makes what audits a file; its scans are of a {@link FileAudit}, or of the problem that took its place, as JSON. */
export const openAuditor: OpenScanner<AuditSettings> = async ({ root, families: own, parser }) => {
  const engine = await engineFor(parser);
  const headers = headerReader(engine, root);
  const index = indexFamilies([...own, ...families]);
  return (file) => {
    const path = resolve(root, file);
    const read = readCandidate(path, file, index.traced);
    if (read.kind === 'problem') return problem(read.problem);
    if (read.kind !== 'candidate') return problem(changedMeanwhile(file));
    try {
      const lexemes = lex(read.source.text);
      const parsed = parseUnit(engine, read.source, file, { lexemes });
      if ('problem' in parsed) return problem(parsed.problem);
      const { units, constant, dependencies } = headers(path, includesOf(lexemes), allNames(lexemes));
      const { unfinished, ...told } = auditUnit(read.source, parsed.unit, units, index, constant);
      const audit: FileAudit = { ...told, unfinished: unfinished.map((one) => ({ file, ...one })) };
      return { hash: hashOf(read.source.bytes), dependencies, text: JSON.stringify(audit), offered: null };
    } catch (error) {
      return problem(brokenOn(file, error instanceof Error ? error.message : String(error)));
    }
  };
};

function problem(one: FileProblem): Scan {
  return { hash: '', dependencies: [], text: JSON.stringify(one), offered: null };
}

/** The problem of a file that the audit broke on. */
function brokenOn(file: string, what: string): FileProblem {
  const hint = 'Nothing in it was audited. Please report this with the file.';
  return { file, code: 'FH1007', severity: 'error', message: `could not be audited: ${what}`, hint };
}
