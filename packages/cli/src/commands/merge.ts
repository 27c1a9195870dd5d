import fs from 'node:fs';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import { areFacts } from '@freehandle/codemod';
import {
  findingResults,
  findingsSummary,
  htmlPage,
  isAudit,
  isVerification,
  junitReport,
  mergeAudits,
  mergeVerifications,
  prettyAudit,
  prettyVerification,
  sarifLog,
  whyNotOneRun,
  type AuditReport,
  type ReadSource,
  type VerificationReport,
} from '@freehandle/report';
import { Command, Option } from 'commander';
import { exitCode } from '../exit-code.ts';
import { factsIn } from '../facts-in.ts';
import { readFrom } from '../read-source.ts';
import type { Session } from '../session.ts';
import { version } from '../version.ts';
import { saveFacts } from './collect-shard.ts';
import { common } from './options.ts';
import { publish, type Destination } from './publish.ts';

/** `freehandle merge`: takes together what the parts of a sharded run wrote. */
export function mergeCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('merge')
    .description(
      'Takes together what `--shard` wrote on several machines: facts of migrate become facts for `migrate --facts`, JSON ' +
        'reports of audit or of verify become one. In any order and grouping, with the same result.',
    )
    .argument('<files...>', 'facts of migrate --shard, or JSON reports of audit --shard or of verify --shard')
    .addOption(
      new Option('-f, --format <form>', 'form of the report')
        .choices(['pretty', 'json', 'sarif', 'junit', 'markdown', 'html'])
        .default('json'),
    )
    .addOption(common.output())
    .addOption(common.quiet())
    .action(async (files: string[], options: Destination) => {
      finish(await merge(session, files, options));
    });
}

async function merge(session: Session, files: readonly string[], destination: Destination): Promise<number> {
  const cwd = session.io.cwd();
  const contents = files.map((file) => ({ file, bytes: read(file, cwd) }));
  const kinds = new Set(contents.map(({ bytes }) => areFacts(bytes)));
  if (kinds.size > 1) throw unlike('facts and reports do not go together');
  if (kinds.has(true)) {
    const { output } = destination;
    if (output === undefined) throw unlike('facts go into a file', 'Name it: --output all.facts');
    const facts = factsIn(files, cwd)!;
    saveFacts(session, output, facts);
    session.print(`${facts.lines.size} files known. Facts: ${output}\n`);
    return exitCode.clean;
  }
  const reports = contents.map(({ file, bytes }) => reportIn(file, bytes));
  const audits = reports.filter(isAudit);
  if (audits.length === 0) return publishVerification(session, reports as VerificationReport[], destination);
  if (audits.length < reports.length) throw unlike('reports of audit and of verify do not go together');
  return publishAudit(session, audits, destination);
}

async function publishAudit(
  session: Session,
  reports: readonly AuditReport[],
  destination: Destination,
): Promise<number> {
  const why = whyNotOneRun(reports);
  if (why !== null) throw unlike(why);
  const [first, ...others] = reports;
  const audit = mergeAudits([first!, ...others]);
  const { problems, totals } = audit;
  const results = findingResults(audit.findings);
  await publish(
    session,
    {
      pretty: (color) => prettyAudit(audit, { color, diff: '', written: false }),
      json: () => audit,
      sarif: () => sarifLog(results, { version, problems }),
      junit: () => junitReport(results, problems),
      markdown: () => findingsSummary(results),
      html: () => htmlPage({ title: 'Freehandle: audit', version, audit, readSource: readFrom(session.io.cwd()) }),
    },
    destination,
  );
  if (problems.some(({ severity }) => severity === 'error')) return exitCode.trouble;
  return totals.findings > 0 ? exitCode.findings : exitCode.clean;
}

async function publishVerification(
  session: Session,
  [first, ...others]: readonly VerificationReport[],
  destination: Destination,
): Promise<number> {
  const verification = mergeVerifications([first!, ...others]);
  const results = findingResults(verification.findings);
  await publish(
    session,
    {
      pretty: (color) => prettyVerification(verification, { color }),
      json: () => verification,
      sarif: () => sarifLog(results, { version, problems: [] }),
      junit: () => junitReport(results, []),
      markdown: () => findingsSummary(results),
      html: () =>
        htmlPage({
          title: 'Freehandle: verify',
          version,
          verification,
          readSource: ofDriversAlone(verification, session.io.cwd()),
        }),
    },
    destination,
  );
  const { totals } = verification;
  return totals.findings + totals.different + totals.undecided > 0 ? exitCode.findings : exitCode.clean;
}

/** Reads drivers that were run in one form: of two, a report does not say which one is the file here, if any. */
function ofDriversAlone({ drivers }: VerificationReport, cwd: string): ReadSource {
  const alone = new Set(drivers.filter(({ before }) => before === null).map(({ file }) => file));
  const readHere = readFrom(cwd);
  return (form, file) => (alone.has(file) ? readHere(form, file) : null);
}

function read(file: string, cwd: string): Buffer {
  try {
    return fs.readFileSync(path.resolve(cwd, file));
  } catch (cause) {
    throw new FreehandleError(`${file}: cannot be read (${(cause as NodeJS.ErrnoException).code ?? ''})`, {
      code: 'FH2001',
      title: 'Path not found',
      hint: 'Name files that exist; a path is read from the folder the command is started in.',
      cause,
    });
  }
}

function reportIn(file: string, bytes: Buffer): AuditReport | VerificationReport {
  let report: unknown;
  try {
    report = JSON.parse(bytes.toString());
  } catch (cause) {
    throw unlike(`${file}: neither facts nor a JSON report`, undefined, cause);
  }
  if (isAudit(report) || isVerification(report)) return report;
  throw unlike(`${file}: no report of audit or of verify`);
}

function unlike(
  message: string,
  hint = 'Name files of `migrate --shard I/N -o FILE`, or of `audit` or `verify` with `--shard I/N --format json -o FILE`.',
  cause?: unknown,
): FreehandleError {
  return new FreehandleError(message, { code: 'FH2042', title: 'Parts not understood', hint, cause });
}
