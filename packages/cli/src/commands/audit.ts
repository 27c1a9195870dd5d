import { availableParallelism } from 'node:os';
import { auditFiles, familyFromPrototypes, fixedFiles, type Finding } from '@freehandle/audit';
import { compileLess, refuseUncommitted, shardOf, unifiedDiff, writeFiles, type Shard } from '@freehandle/codemod';
import {
  auditReport,
  baselineOf,
  findingResults,
  findingsSummary,
  htmlPage,
  junitReport,
  prettyAudit,
  sarifLog,
} from '@freehandle/report';
import { Command, Option } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import { exitCode } from '../exit-code.ts';
import { findFiles } from '../files.ts';
import { readFrom } from '../read-source.ts';
import type { Session } from '../session.ts';
import { readBaseline } from '../baseline.ts';
import { version } from '../version.ts';
import { chosenCacheFolder, common, type CacheOptions } from './options.ts';
import { publish, type Destination } from './publish.ts';

interface AuditOptions extends Destination, CacheOptions {
  readonly config?: string;
  readonly jobs?: number;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly fix?: true;
  readonly force?: true;
  readonly shard?: Shard;
}

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
        .choices(['pretty', 'json', 'sarif', 'junit', 'markdown', 'html'])
        .default('pretty'),
    )
    .addOption(common.config())
    .addOption(common.output())
    .addOption(common.jobs())
    .addOption(common.shard('audit only this part of the files; `merge` takes the JSON reports together'))
    .addOption(common.baseline())
    .addOption(common.writeBaseline())
    .option('--fix', 'make the edits of findings whose right code is known: all files or none')
    .option('--force', 'with --fix: also files with changes that git does not have')
    .addOption(common.cacheDir('what was found out about files'))
    .addOption(common.noCache())
    .addOption(common.quiet())
    .action(async (paths: string[], options: AuditOptions) => {
      finish(await audit(session, paths, options));
    });
}

async function audit(session: Session, paths: readonly string[], options: AuditOptions): Promise<number> {
  const started = performance.now();
  const progress = session.progress(options.quiet ?? false);
  progress.update('looking for C files');
  compileLess();
  const config = await loadConfig(session.io.cwd(), options.config);
  const families = await Promise.all((config?.config.families ?? []).map(familyFromPrototypes));
  const found = await findFiles(paths, session.io.cwd(), session.signal);
  const cacheDir = chosenCacheFolder(options, session.io);
  const part = options.shard;
  const files = part === undefined ? found.files : shardOf(found.files, session.io.cwd(), part);
  const audited = await auditFiles(files, {
    root: session.io.cwd(),
    families,
    jobs: options.jobs ?? availableParallelism(),
    ...(cacheDir === null ? {} : { cacheDir }),
    signal: session.signal,
    onProgress: (done, total, file) => progress.update(`audited ${done}/${total} ${file}`),
  }).finally(() => progress.done());
  const problems = [...found.problems, ...audited.problems];
  const known = options.baseline === undefined ? new Set<string>() : readBaseline(session, options.baseline);
  const all = findingResults(audited.findings);
  if (options.writeBaseline !== undefined) {
    session.save(options.writeBaseline, baselineOf(all));
    for (const { fingerprint } of all) known.add(fingerprint);
  }
  const isNew = all.map(({ fingerprint }) => !known.has(fingerprint));
  const findings = audited.findings.filter((_, i) => isNew[i]);
  const { files: edited, settled } = await fixedFiles(findings, session.io.cwd());
  const fixed = options.fix ? settled : new Set<Finding>();
  if (options.fix) {
    if (!options.force) await refuseUncommitted(edited);
    await writeFiles(edited);
  }
  const results = all.filter((_, i) => isNew[i]).map((result, i) => ({ ...result, settled: fixed.has(findings[i]!) }));
  const ms = performance.now() - started;
  const report = auditReport(
    { ...audited, findings, problems },
    { version, ms, ...(part === undefined ? {} : { shard: part }) },
  );
  await publish(
    session,
    {
      pretty: (color) => prettyAudit(report, { color, diff: unifiedDiff(edited), written: options.fix ?? false }),
      json: () => report,
      sarif: () => sarifLog(results, { version, problems }),
      junit: () => junitReport(results, problems),
      markdown: () => findingsSummary(results),
      html: () =>
        htmlPage({ title: 'Freehandle: audit', version, audit: report, readSource: readFrom(session.io.cwd()) }),
    },
    options,
  );
  await session.tellProblems(problems);
  if (problems.some(({ severity }) => severity === 'error')) return exitCode.trouble;
  return report.totals.findings > fixed.size ? exitCode.findings : exitCode.clean;
}
