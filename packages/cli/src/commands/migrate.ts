import { availableParallelism } from 'node:os';
import path from 'node:path';
import {
  clearLeftovers,
  compileLess,
  migratedFiles,
  planMigration,
  refuseUncommitted,
  unifiedDiff,
  writeFiles,
  type Shard,
  type SiteStatus,
} from '@freehandle/codemod';
import {
  htmlPage,
  junitReport,
  migrationReport,
  migrationResults,
  migrationSummary,
  patchSeries,
  prettyMigration,
  sarifLog,
  type PrettyMigration,
} from '@freehandle/report';
import { Command, Option } from 'commander';
import { chooseMigration } from '../config/choose-migration.ts';
import { exitCode } from '../exit-code.ts';
import { findFiles } from '../files.ts';
import { authorHere, prefixOf } from '../git.ts';
import { describeProgress } from '../progress.ts';
import { readOriginals } from '../read-source.ts';
import type { Session } from '../session.ts';
import { version } from '../version.ts';
import { factsIn } from '../facts-in.ts';
import { collectShard } from './collect-shard.ts';
import { chosenCacheFolder, common, several, type CacheOptions } from './options.ts';
import { publish, type Destination } from './publish.ts';
import { refuseOldPatches, savePatches } from './save-patches.ts';

interface MigrateOptions extends Destination, CacheOptions {
  readonly migration?: string;
  readonly config?: string;
  readonly write?: true;
  readonly force?: true;
  readonly include?: 'review';
  readonly jobs?: number;
  readonly retain?: true;
  readonly formatPatch?: string;
  readonly shard?: Shard;
  readonly facts?: readonly string[];
}

/** `freehandle migrate`: plans, shows the diff and the sites left, and with `--write` applies it. */
export function migrateCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('migrate')
    .description(
      'Finds the allocation behind each old call and rewrites the call with the size and handle it needs. ' +
        'A call whose arguments cannot be justified is left alone and listed with its reason.',
    )
    .argument('[paths...]', 'files and folders', ['.'])
    .option('-w, --write', 'apply the edits: all files or none')
    .option('--force', 'with --write: also files with changes that git does not have')
    .addOption(common.include())
    .option('--retain', 'add the member, variable or test that keeps what a call needs, where nothing does')
    .addOption(common.migration())
    .addOption(common.config())
    .addOption(
      new Option('-f, --format <form>', 'form of the report')
        .choices(['pretty', 'json', 'sarif', 'junit', 'markdown', 'html'])
        .default('pretty'),
    )
    .addOption(
      new Option('--format-patch <dir>', 'write the edits as patches for `git am`, one for each driver').conflicts(
        'write',
      ),
    )
    .addOption(common.output())
    .addOption(
      common
        .shard('only find out about this part of the files, and write that to --output for --facts; plan nothing')
        .conflicts(['write', 'formatPatch', 'retain', 'include']),
    )
    .addOption(new Option('--facts <file>', 'what a --shard found out; may be given several times').argParser(several))
    .addOption(common.jobs())
    .addOption(common.cacheDir('what was found out about files'))
    .addOption(common.noCache())
    .addOption(common.quiet())
    .action(async (paths: string[], options: MigrateOptions) => {
      finish(await migrate(session, paths, options));
    });
}

async function migrate(session: Session, paths: readonly string[], options: MigrateOptions): Promise<number> {
  const cwd = session.io.cwd();
  const started = performance.now();
  const migration = await chooseMigration(options, cwd);
  const include: readonly SiteStatus[] = options.include === undefined ? ['safe'] : ['safe', options.include];
  if (options.shard !== undefined) return collectShard(session, paths, options.shard, { ...options, migration });
  const facts = factsIn(options.facts ?? [], cwd);
  const patchFolder = options.formatPatch === undefined ? null : path.resolve(cwd, options.formatPatch);
  if (patchFolder !== null) refuseOldPatches(patchFolder);
  const progress = session.progress(options.quiet ?? false);
  progress.update('looking for C files');
  compileLess();
  const found = await findFiles(paths, cwd, session.signal);
  const cacheDir = chosenCacheFolder(options, session.io);
  const planned = await planMigration([...found.files, ...found.scripts], {
    migration,
    root: cwd,
    jobs: options.jobs ?? availableParallelism(),
    ...(cacheDir === null ? {} : { cacheDir }),
    ...(facts === null ? {} : { facts }),
    retain: options.retain ?? false,
    signal: session.signal,
    onProgress: (at) => progress.update(describeProgress(at)),
  }).finally(() => progress.done());
  const plan = { ...planned, problems: [...found.problems, ...planned.problems] };
  const report = migrationReport(plan, { version, ms: performance.now() - started });

  // The files as they will be are read and edited only for a form that shows them.
  const isShown = options.output !== undefined || options.format === 'pretty' || options.format === 'html';
  const isMade = isShown || options.write === true || patchFolder !== null;
  const files = isMade ? await migratedFiles(plan, { include }) : [];
  if (options.write) {
    if (!options.force) await refuseUncommitted(files);
    await clearLeftovers(found.files);
    await writeFiles(files);
  }
  let patches: Pick<PrettyMigration, 'patches'> = {};
  if (patchFolder !== null) {
    const about = { author: await authorHere(cwd), version, prefix: await prefixOf(cwd) };
    const series = patchSeries(files, { migration, plan, include }, about);
    savePatches(patchFolder, series);
    patches = { patches: { folder: options.formatPatch!, count: series.length } };
  }

  const diff = (): string => unifiedDiff(files);
  const results = migrationResults(plan, options.write ? include : []);
  const written = options.write ?? false;
  await publish(
    session,
    {
      pretty: (color) => prettyMigration(report, { diff: diff(), written, ...patches, color }),
      json: () => report,
      sarif: () => sarifLog(results, { version, problems: plan.problems }),
      junit: () => junitReport(results, plan.problems),
      markdown: () => migrationSummary(report, { written }),
      html: () =>
        htmlPage({
          title: `Freehandle: ${migration.name}`,
          version,
          migration: { report, diff: diff() },
          readSource: readOriginals(files, cwd),
        }),
    },
    options,
  );
  await session.tellProblems(plan.problems);

  if (plan.problems.some(({ severity }) => severity === 'error')) return exitCode.trouble;
  const left = options.write ? report.totals.sites - rewritten(report.totals, options) : report.totals.sites;
  const declarationsLeft = options.write ? 0 : report.totals.declarations;
  return left + declarationsLeft > 0 ? exitCode.findings : exitCode.clean;
}

function rewritten(totals: { safe: number; review: number }, options: MigrateOptions): number {
  return totals.safe + (options.include === 'review' ? totals.review : 0);
}
