import { resolve } from 'node:path';
import { headerReader } from '@freehandle/codemod';
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
import type { Finding } from '../finding.ts';
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
  readonly file: string;
  /** False when the file mentions no function of a traced family. */
  readonly audited: boolean;
  readonly findings: readonly Finding[];
  /** Functions with more paths than were followed. */
  readonly unfinished: readonly { readonly file: string; readonly line: number; readonly function: string }[];
  readonly problem: FileProblem | null;
}

/** Makes the function that audits one file, relative to the root. It never throws for what is in a file. */
export async function openAuditor({
  root,
  families: own,
  parser,
}: AuditSettings): Promise<(file: string) => FileAudit> {
  const engine = await engineFor(parser);
  const headers = headerReader(engine, root);
  const index = indexFamilies([...own, ...families]);
  return (file) => {
    const nothing = { file, audited: false, findings: [], unfinished: [], problem: null };
    const path = resolve(root, file);
    const read = readCandidate(path, file, index.traced);
    if (read.kind === 'problem') return { ...nothing, problem: read.problem };
    if (read.kind !== 'candidate') return nothing;
    try {
      const lexemes = lex(read.source.text);
      const parsed = parseUnit(engine, read.source, file, { lexemes });
      if ('problem' in parsed) return { ...nothing, audited: true, problem: parsed.problem };
      const { units, constant } = headers(path, includesOf(lexemes), allNames(lexemes));
      const { findings, unfinished } = auditUnit(read.source, parsed.unit, units, index, constant);
      return { ...nothing, audited: true, findings, unfinished: unfinished.map((one) => ({ file, ...one })) };
    } catch (error) {
      return {
        ...nothing,
        audited: true,
        problem: brokenOn(file, error instanceof Error ? error.message : String(error)),
      };
    }
  };
}

/** The problem of a file that the audit broke on. */
export function brokenOn(file: string, what: string): FileProblem {
  const hint = 'Nothing in it was audited. Please report this with the file.';
  return { file, code: 'FH1007', severity: 'error', message: `could not be audited: ${what}`, hint };
}
