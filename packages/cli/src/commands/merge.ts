import fs from 'node:fs';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import { areFacts } from '@freehandle/codemod';
import { isVerification, mergeVerifications, prettyVerification, type VerificationReport } from '@freehandle/report';
import { Command } from 'commander';
import { exitCode } from '../exit-code.ts';
import { factsIn } from '../facts-in.ts';
import type { Session } from '../session.ts';
import { saveFacts } from './collect-shard.ts';
import { common } from './options.ts';
import { publish } from './publish.ts';

interface MergeOptions {
  readonly output?: string;
}

/** `freehandle merge`: takes together what the parts of a sharded run wrote. */
export function mergeCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('merge')
    .description(
      'Takes together what `migrate --shard` or `verify --shard` wrote on several machines: facts become facts for ' +
        '`migrate --facts`, JSON reports of verify become one. In any order and grouping, with the same result.',
    )
    .argument('<files...>', 'facts of migrate --shard, or JSON reports of verify --shard')
    .addOption(common.output())
    .action((files: string[], options: MergeOptions) => {
      finish(merge(session, files, options));
    });
}

function merge(session: Session, files: readonly string[], { output }: MergeOptions): number {
  const cwd = session.io.cwd();
  const contents = files.map((file) => ({ file, bytes: read(file, cwd) }));
  const kinds = new Set(contents.map(({ bytes }) => areFacts(bytes)));
  if (kinds.size > 1) throw unlike('facts and reports do not go together');
  if (kinds.has(true)) {
    if (output === undefined) throw unlike('facts go into a file', 'Name it: --output all.facts');
    const facts = factsIn(files, cwd)!;
    saveFacts(session, output, facts);
    session.print(`${facts.lines.size} files known. Facts: ${output}\n`);
    return exitCode.clean;
  }
  const [first, ...others] = contents.map(({ file, bytes }) => reportIn(file, bytes));
  const report = mergeVerifications([first!, ...others]);
  publish(
    session,
    { pretty: (color) => prettyVerification(report, { color }), json: () => report },
    { format: 'json', ...(output === undefined ? {} : { output }) },
  );
  const { totals } = report;
  return totals.findings + totals.different + totals.undecided > 0 ? exitCode.findings : exitCode.clean;
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

function reportIn(file: string, bytes: Buffer): VerificationReport {
  let report: unknown;
  try {
    report = JSON.parse(bytes.toString());
  } catch (cause) {
    throw unlike(`${file}: neither facts nor a JSON report`, undefined, cause);
  }
  if (!isVerification(report)) throw unlike(`${file}: no report of verify`);
  return report;
}

function unlike(
  message: string,
  hint = 'Name files of `migrate --shard I/N -o FILE`, or of `verify --shard I/N --format json -o FILE`.',
  cause?: unknown,
): FreehandleError {
  return new FreehandleError(message, { code: 'FH2042', title: 'Parts not understood', hint, cause });
}
