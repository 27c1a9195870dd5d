import { relative, resolve } from 'node:path';
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
import { families, indexFamilies } from './families/index.ts';
import type { Family } from './families/family.ts';
import type { Finding } from './finding.ts';
import { auditUnit } from './scan/audit-unit.ts';

/** How files are audited. */
export interface AuditOptions {
  /** The directory that the findings' `file`s are relative to. */
  readonly root: string;
  /** More pairs of functions, beside those that are known. */
  readonly families?: readonly Family[];
  readonly parser?: ParserChoice;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, file: string) => void;
}

/** What an audit found. */
export interface Audit {
  readonly findings: readonly Finding[];
  /** Files that were looked at. */
  readonly files: number;
  /** Of these, those that mention a function of a traced family. */
  readonly audited: number;
  /** Functions with more paths than were followed. */
  readonly unfinished: readonly { readonly file: string; readonly line: number; readonly function: string }[];
  readonly problems: readonly FileProblem[];
}

/** Audits files, from their source alone. Nothing is written. */
export async function auditFiles(paths: readonly string[], options: AuditOptions): Promise<Audit> {
  const root = resolve(options.root);
  const engine = await engineFor(options.parser);
  const headers = headerReader(engine, root);
  const index = indexFamilies([...(options.families ?? []), ...families]);
  const findings: Finding[] = [];
  const problems: FileProblem[] = [];
  const unfinished: { file: string; line: number; function: string }[] = [];
  let audited = 0;
  for (const [done, path] of paths.entries()) {
    const file = relative(root, path);
    options.onProgress?.(done, paths.length, file);
    if (done % 64 === 0) await new Promise<void>((turn) => setImmediate(turn));
    options.signal?.throwIfAborted();
    const read = readCandidate(path, file, index.traced);
    if (read.kind === 'problem') problems.push(read.problem);
    if (read.kind !== 'candidate') continue;
    audited++;
    const lexemes = lex(read.source.text);
    const parsed = parseUnit(engine, read.source, file, { lexemes });
    if ('problem' in parsed) {
      problems.push(parsed.problem);
      continue;
    }
    const { units } = headers(path, includesOf(lexemes), allNames(lexemes));
    const result = auditUnit(read.source, parsed.unit, units, index);
    findings.push(...result.findings);
    unfinished.push(...result.unfinished.map((one) => ({ file, ...one })));
  }
  return { findings, files: paths.length, audited, unfinished, problems };
}
