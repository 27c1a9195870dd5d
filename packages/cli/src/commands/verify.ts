import path from 'node:path';
import fs from 'node:fs';
import { FreehandleError } from '@freehandle/c-source';
import {
  findingResults,
  findingsSummary,
  junitReport,
  htmlPage,
  prettyVerification,
  sarifLog,
  verificationReport,
} from '@freehandle/report';
import {
  addressSpaceShortage,
  compareBatch,
  defaultOptions,
  verifyBatch,
  type BatchOptions,
} from '@freehandle/verifier';
import { shardOf, type Shard } from '@freehandle/codemod';
import { Command, Option } from 'commander';
import { chooseMigration } from '../config/choose-migration.ts';
import { exitCode } from '../exit-code.ts';
import { findFiles } from '../files.ts';
import { readForms } from '../read-source.ts';
import type { Session } from '../session.ts';
import { writeCertificates } from '../verify/certificates.ts';
import { declaredCalls } from '../verify/declared-calls.ts';
import { driversAmong, noSources } from '../verify/drivers.ts';
import { inputOf, type Setting } from '../verify/pairs.ts';
import { withoutKnown, type BaselineOptions } from '../verify/known-findings.ts';
import { shownRuns } from '../verify/shown-runs.ts';
import { verifyTreeAllocator } from '../verify/tree-allocator.ts';
import { besideMigrated, besideOriginal, type MigrationChoice } from '../verify/work.ts';
import { version } from '../version.ts';
import { chosenCacheFolder, common, type CacheOptions, positiveInteger } from './options.ts';
import { publish, type Destination } from './publish.ts';

interface VerifyOptions extends Destination, CacheOptions, BaselineOptions {
  readonly against?: string;
  readonly kernelTree?: string;
  readonly toolchain: 'auto' | 'wasm' | 'system';
  readonly migration?: string;
  readonly config?: string;
  readonly include?: 'review';
  readonly pairs?: true;
  readonly irq?: true;
  readonly jobs?: number;
  readonly timeout: number;
  readonly certificates?: string;
  readonly allocator?: string;
  readonly operations: number;
  readonly seed: number;
  readonly shard?: Shard;
}

/** `freehandle verify`: runs drivers, beside their migrated or their older form, under every single fault. */
export function verifyCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('verify')
    .description(
      'Compiles each driver to WebAssembly and runs it against the model of the kernel: fault-free, then once for each ' +
        'step of an allocation that can fail. Where the migration has something to rewrite, the migrated form runs beside ' +
        'the original (nothing is written); with --against, an older form runs beside the files as they are.',
    )
    .argument('[paths...]', 'files and folders', ['.'])
    .option('--against <rev|dir>', 'compare with a git revision, or with a folder that mirrors this one')
    .option('--kernel-tree <dir>', 'a Linux 2.4 tree whose own headers to compile with, instead of the model headers')
    .addOption(
      new Option('--toolchain <which>', 'clang from npm, or an installed clang with wasm-ld')
        .choices(['auto', 'wasm', 'system'])
        .default('auto'),
    )
    .option('--pairs', 'make pairs of steps fail as well: each that comes after a first failure')
    .option('--irq', 'interrupts, timers and tasklets also come after each call that leaves them on')
    .addOption(common.include())
    .addOption(common.migration())
    .addOption(common.config())
    .addOption(
      new Option('-f, --format <form>', 'form of the report')
        .choices(['pretty', 'json', 'sarif', 'junit', 'markdown', 'html'])
        .default('pretty'),
    )
    .addOption(common.output())
    .addOption(common.baseline())
    .addOption(common.writeBaseline())
    .option('--certificates <dir>', 'write one certificate a driver there, for `freehandle replay`')
    .option('--allocator <file>', 'hold a tree’s own allocator against the model’s, instead of running drivers')
    .addOption(
      new Option('--operations <n>', 'with --allocator: random operations').argParser(positiveInteger).default(20_000),
    )
    .addOption(new Option('--seed <n>', 'with --allocator: what determines them').argParser(positiveInteger).default(1))
    .addOption(common.shard('run only this part of the drivers; `merge` takes the JSON reports together'))
    .addOption(common.jobs())
    .addOption(
      new Option('--timeout <seconds>', 'the most that one driver may take, both forms together')
        .argParser(positiveInteger)
        .default(defaultOptions.timeoutMs / 1000),
    )
    .addOption(common.cacheDir('what was compiled'))
    .addOption(common.noCache())
    .addOption(common.quiet())
    .action(async (paths: string[], options: VerifyOptions) => {
      finish(await verify(session, paths, options));
    });
}

async function verify(session: Session, paths: readonly string[], options: VerifyOptions): Promise<number> {
  const cwd = session.io.cwd();
  const started = performance.now();
  requireAddressSpace();
  const migration = await chooseMigration(options, cwd);
  const kernelTree = folderOption('--kernel-tree', options.kernelTree, cwd);
  const setting: Setting = { cwd, kernelTree, calls: declaredCalls(migration) };
  const batch: BatchOptions = {
    toolchain: options.toolchain,
    cacheDir: chosenCacheFolder(options, session.io),
    pairs: options.pairs ?? false,
    irq: options.irq ?? false,
    timeoutMs: options.timeout * 1000,
    signal: session.signal,
    ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
  };
  if (options.allocator !== undefined) {
    const { operations, seed } = options;
    const choice = { file: options.allocator, kernelTree: setting.kernelTree, operations, seed };
    return verifyTreeAllocator(choice, batch, options, session);
  }
  const progress = session.progress(options.quiet ?? false);
  progress.update('looking for drivers');
  const found = await findFiles(paths, cwd);
  const all = driversAmong(found.files, migration);
  const drivers = options.shard === undefined ? all : shardOf(all, cwd, options.shard);

  const choice: MigrationChoice = {
    migration,
    include: options.include === undefined ? ['safe'] : ['safe', options.include],
    signal: session.signal,
    onProgress: (text) => progress.update(text),
  };
  const work =
    options.against === undefined
      ? await besideMigrated(drivers, found.files, choice, setting)
      : await besideOriginal(drivers, options.against, setting);
  const compared = new Set(work.pairs.map(({ after }) => after.file));
  const unchanged = new Set(work.unchanged);
  const alone = drivers
    .filter((file) => !unchanged.has(file))
    .map((file) => inputOf(file, {}, setting))
    .filter(({ file }) => !compared.has(file));

  const watched: BatchOptions = {
    ...batch,
    onProgress: (done, total, file) => progress.update(`ran ${done}/${total} ${file}`),
  };
  progress.update(`compiling and running ${work.pairs.length + alone.length} drivers`);
  const comparisons = await compareBatch(work.pairs, watched).finally(() => progress.done());
  const verdicts = await verifyBatch(alone, watched).finally(() => progress.done());
  const made = { pairs: work.pairs, comparisons, inputs: alone, verdicts };
  if (options.certificates !== undefined) {
    writeCertificates(made, options.certificates, { ...defaultOptions, ...batch }, session);
  }
  const shown = withoutKnown(made, options, session);
  const report = verificationReport(shown, { version, ms: performance.now() - started });

  const problems = [...found.problems, ...noSources(found.files, cwd), ...(work.migration?.report.problems ?? [])];
  const results = findingResults(report.findings);
  if (options.format === 'html') progress.update('running again, to be looked at');
  const runs = options.format === 'html' ? await shownRuns(shown, batch).finally(() => progress.done()) : [];
  await publish(
    session,
    {
      pretty: (color) => prettyVerification(report, { color }),
      json: () => report,
      sarif: () => sarifLog(results, { version, problems }),
      junit: () => junitReport(results, problems),
      markdown: () => findingsSummary(results),
      html: () =>
        htmlPage({
          title: 'Freehandle: verify',
          version,
          migration: work.migration,
          verification: report,
          runs,
          readSource: readForms(work.pairs, cwd),
        }),
    },
    options,
  );
  if (unchanged.size > 0 && options.format === 'pretty') {
    const drivers = unchanged.size === 1 ? '1 driver' : `${unchanged.size} drivers`;
    session.print(`Not run, as in ${options.against!}: ${drivers}.\n`);
  }
  await session.tellProblems(problems);
  if (problems.some(({ severity }) => severity === 'error')) return exitCode.trouble;
  const { totals } = report;
  return totals.findings + totals.different + totals.undecided > 0 ? exitCode.findings : exitCode.clean;
}

function folderOption(name: string, given: string | undefined, cwd: string): string | null {
  if (given === undefined) return null;
  const folder = path.resolve(cwd, given);
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new FreehandleError(`${name} ${given}: no such folder`, {
    code: 'FH2001',
    title: 'Path not found',
    hint: 'Name the top folder of an unpacked kernel tree: the one that holds Makefile, arch and include.',
  });
}

/** @throws FreehandleError FH2008 when `ulimit -v` leaves no room for a worker: better than a crash half-way. */
function requireAddressSpace(): void {
  const shortage = addressSpaceShortage();
  if (shortage === null) return;
  const title = 'Too little address space';
  throw new FreehandleError(shortage.message, { code: 'FH2008', title, hint: shortage.hint });
}
