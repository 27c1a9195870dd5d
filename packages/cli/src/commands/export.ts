import { semanticPatch } from '@freehandle/report';
import { Command, Option } from 'commander';
import { chooseMigration } from '../config/choose-migration.ts';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { common } from './options.ts';

interface ExportOptions {
  readonly migration?: string;
  readonly config?: string;
  readonly output?: string;
}

/** `freehandle export`: a migration in the form of another tool. */
export function exportCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('export')
    .description('Writes a migration as a semantic patch, for reviewers who use Coccinelle.')
    .addOption(common.migration())
    .addOption(common.config())
    .addOption(new Option('-f, --format <form>', 'form of the export').choices(['cocci']).default('cocci'))
    .addOption(new Option('-o, --output <file>', 'write it to a file'))
    .action(async (options: ExportOptions) => {
      const text = semanticPatch(await chooseMigration(options, session.io.cwd()));
      if (options.output === undefined) session.print(text);
      else session.save(options.output, text);
      finish(exitCode.clean);
    });
}
