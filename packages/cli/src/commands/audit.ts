import { availableParallelism } from 'node:os';
import { auditFiles } from '@freehandle/audit';
import { auditReport, findingResults, findingsSummary, junitReport, prettyAudit, sarifLog } from '@freehandle/report';
import { Command, Option } from 'commander';
import { exitCode } from '../exit-code.ts';
import { findFiles } from '../files.ts';
import type { Session } from '../session.ts';
import { version } from '../version.ts';
import { common } from './options.ts';
import { publish, type Destination } from './publish.ts';

/** `freehandle audit`: finds wrong frees, leaks and misuse from source alone. */
export function auditCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('audit')
    .description(
      'Compares what each free is given with what its allocation was, and follows every path from allocation to exit. ' +
        'Needs no headers, no configuration and no compiler.',
    )
    .argument('[paths...]', 'files and folders', ['.'])
    .addOption(
      new Option('-f, --format <form>', 'form of the report')
        .choices(['pretty', 'json', 'sarif', 'junit', 'markdown'])
        .default('pretty'),
    )
    .addOption(common.output())
    .addOption(common.jobs())
    .option('--no-cache', 'keep nothing; for now nothing is kept anyway')
    .addOption(common.quiet())
    .action(async (paths: string[], options: Destination) => {
      finish(await audit(session, paths, options));
    });
}

async function audit(session: Session, paths: readonly string[], options: Destination): Promise<number> {
  const started = performance.now();
  const progress = session.progress(options.quiet ?? false);
  progress.update('looking for C files');
  const found = await findFiles(paths, session.io.cwd(), session.signal);
  const audited = await auditFiles(found.files, {
    root: session.io.cwd(),
    jobs: options.jobs ?? availableParallelism(),
    signal: session.signal,
    onProgress: (done, total, file) => progress.update(`audited ${done}/${total} ${file}`),
  }).finally(() => progress.done());
  const problems = [...found.problems, ...audited.problems];
  const report = auditReport({ ...audited, problems }, { version, ms: performance.now() - started });
  const results = findingResults(report.findings);
  publish(
    session,
    {
      pretty: (color) => prettyAudit(report, { color }),
      json: () => report,
      sarif: () => sarifLog(results, { version, problems }),
      junit: () => junitReport(results, problems),
      markdown: () => findingsSummary(results),
    },
    options,
  );
  await session.tellProblems(problems);
  if (problems.some(({ severity }) => severity === 'error')) return exitCode.trouble;
  return report.totals.findings > 0 ? exitCode.findings : exitCode.clean;
}
