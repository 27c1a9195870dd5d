import fs from 'node:fs';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import { prettyReplay, replayReport, type ReplayedForm } from '@freehandle/report';
import {
  programHash,
  readCertificate,
  replayBatch,
  restoreInput,
  type Certificate,
  type Replay,
} from '@freehandle/verifier';
import { Command, InvalidArgumentError, Option } from 'commander';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { version } from '../version.ts';
import { chosenCacheFolder, common, type CacheOptions } from './options.ts';
import { publish, type Destination } from './publish.ts';

interface ReplayOptions extends Destination, CacheOptions {
  readonly finding?: number;
  readonly kernelTree?: string;
}

/** `freehandle replay`: makes the runs of a certificate again, and shows what a finding's run did. */
export function replayCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('replay')
    .description(
      'Takes a certificate that `freehandle verify --certificates DIR` wrote, checks that the driver and its headers are what ' +
        'they were, and makes the run of each finding again, call by call. Of a certificate without findings every run is made ' +
        'again. Run it in the folder that the certificate was made in.',
    )
    .argument('<certificate>', 'the certificate of one driver')
    .addOption(new Option('--finding <n>', 'only this finding, counted from 1').argParser(findingNumber))
    .option('--kernel-tree <dir>', 'where the kernel tree is now, if it has moved')
    .addOption(new Option('-f, --format <form>', 'form of the report').choices(['pretty', 'json']).default('pretty'))
    .addOption(common.output())
    .addOption(common.cacheDir('what was compiled'))
    .addOption(common.noCache())
    .addOption(common.quiet())
    .addHelpText('after', '\nExit code: 0 no finding; 1 a finding came again; 2 it cannot be replayed.')
    .action(async (file: string, options: ReplayOptions) => {
      finish(await replay(session, file, options));
    });
}

async function replay(session: Session, file: string, options: ReplayOptions): Promise<number> {
  const base = session.io.cwd();
  const certificate = readCertificate(textOf(file, base), file);
  const kernelTree = options.kernelTree === undefined ? null : path.resolve(base, options.kernelTree);
  const wanted = wantedForms(certificate, file, options.finding);
  const requests = wanted.map(({ form, findings }) => ({
    input: restoreInput(form.input, base, kernelTree),
    plans:
      findings.length > 0
        ? findings.flatMap(({ finding: { run } }) => run?.plan ?? [])
        : form.runs.map(({ plan }) => plan),
    sources: form.sources,
    options: certificate.options,
  }));
  const progress = session.progress(options.quiet ?? false);
  progress.update('running again');
  const replays = await replayBatch(requests, {
    cacheDir: chosenCacheFolder(options, session.io),
    signal: session.signal,
  }).finally(() => progress.done());
  const forms = wanted.map(({ form, findings }, index): ReplayedForm => ({
    form,
    findings,
    ...replayed(replays[index]!, certificate, file),
  }));
  tellOtherPrograms(session, certificate, forms);
  const report = replayReport(certificate, forms, version);
  await publish(session, { pretty: (color) => prettyReplay(report, { color }), json: () => report }, options);
  return report.totals.reproduced > 0 ? exitCode.findings : exitCode.clean;
}

/** The findings of each form, numbered through; with `only`, that one alone. A form without any is left out beside one with. */
function wantedForms(
  certificate: Certificate,
  file: string,
  only: number | undefined,
): Pick<ReplayedForm, 'form' | 'findings'>[] {
  let count = 0;
  const forms = certificate.forms.map((form) => ({
    form,
    findings: form.findings.map((finding) => ({ number: ++count, finding })),
  }));
  if (only !== undefined && only > count) {
    throw new FreehandleError(`${file}: there is no finding ${only}`, {
      code: 'FH2023',
      title: 'No such finding',
      hint:
        count === 0 ? 'The certificate has none: leave --finding out.' : `The certificate has findings 1 to ${count}.`,
    });
  }
  const chosen = forms.map(({ form, findings }) => ({
    form,
    findings: findings.filter(({ number }) => only === undefined || number === only),
  }));
  return count === 0
    ? chosen.filter(({ form }) => form.runs.length > 0 || form.error !== null)
    : chosen.filter(({ findings }) => findings.length > 0);
}

/** @throws FreehandleError FH2022 when the runs could not be made again. */
function replayed(replay: Replay, { driver }: Certificate, file: string): Pick<ReplayedForm, 'runs' | 'toolchain'> {
  if (replay.kind === 'replayed') return replay;
  const why = replay.kind === 'changed' ? replay.changes.join('; ') : replay.error.message;
  throw new FreehandleError(`${file}: ${driver} cannot be replayed: ${why}`, {
    code: 'FH2022',
    title: 'Not replayed',
    hint:
      replay.kind === 'changed'
        ? 'Verify the driver again: the certificate speaks of the files as they were.'
        : replay.error.hint,
  });
}

/** Another program or compiler may show something else: that is said, and the runs are made all the same. */
function tellOtherPrograms({ io }: Session, certificate: Certificate, forms: readonly ReplayedForm[]): void {
  if (certificate.program !== programHash()) {
    io.stderr.write(`warning: the certificate was made by another build of freehandle (${certificate.version})\n`);
  }
  for (const { form, toolchain } of forms) {
    if (form.toolchain !== null && form.toolchain !== toolchain) {
      io.stderr.write(`warning: compiled with ${form.toolchain} then, with ${toolchain} now\n`);
      return;
    }
  }
}

function textOf(file: string, base: string): string {
  try {
    return fs.readFileSync(path.resolve(base, file), 'utf8');
  } catch (cause) {
    throw new FreehandleError(`${file}: cannot be read (${(cause as NodeJS.ErrnoException).code ?? ''})`, {
      code: 'FH2020',
      title: 'No certificate',
      hint: 'Name a file that `freehandle verify --certificates DIR` wrote.',
      cause,
    });
  }
}

function findingNumber(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('Findings are counted from 1.');
  return n;
}
