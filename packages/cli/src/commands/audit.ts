import { auditFiles } from '@freehandle/audit';
import { auditReport, prettyAudit } from '@freehandle/report';
import { Command, Option } from 'commander';
import { exitCode } from '../exit-code.ts';
import { findFiles } from '../files.ts';
import type { Session } from '../session.ts';
import { version } from '../version.ts';
import { common } from './options.ts';

interface AuditOptions {
  readonly format: 'pretty' | 'json';
  readonly output?: string;
  readonly quiet?: true;
}

/** `freehandle audit`: finds wrong frees, leaks and misuse from source alone. */
export function auditCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('audit')
    .summary('find wrong frees, leaks and misuse, from source alone')
    .description(
      'Compares what each free is given with what its allocation was, and follows every path from allocation to exit. ' +
        'Needs no headers, no configuration and no compiler.',
    )
    .argument('[paths...]', 'files and folders', ['.'])
    .addOption(new Option('-f, --format <form>', 'form of the report').choices(['pretty', 'json']).default('pretty'))
    .addOption(common.output())
    .option('--no-cache', 'keep nothing, and use nothing that was kept')
    .addOption(common.quiet())
    .action(async (paths: string[], options: AuditOptions) => {
      finish(await audit(session, paths, options));
    });
}

async function audit(session: Session, paths: readonly string[], options: AuditOptions): Promise<number> {
  const started = performance.now();
  const progress = session.progress(options.quiet ?? false);
  progress.update('looking for C files');
  const found = await findFiles(paths, session.io.cwd(), session.signal);
  const audited = await auditFiles(found.files, {
    root: session.io.cwd(),
    signal: session.signal,
    onProgress: (done, total, file) => progress.update(`audited ${done}/${total} ${file}`),
  }).finally(() => progress.done());
  const problems = [...found.problems, ...audited.problems];
  const report = auditReport({ ...audited, problems }, { version, ms: performance.now() - started });
  const text =
    options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : prettyAudit(report, { color: session.color });
  if (options.output === undefined) session.print(text);
  else session.save(options.output, text);
  session.tellProblems(problems);
  if (problems.some(({ severity }) => severity === 'error')) return exitCode.trouble;
  return report.totals.findings > 0 ? exitCode.findings : exitCode.clean;
}
