import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { refusals } from '@freehandle/codemod';
import { FreehandleError } from '@freehandle/c-source';
import { rules } from '@freehandle/model';
import { Command } from 'commander';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';

/** `freehandle explain R7` or `freehandle explain handle-not-retained`; without a name, the list. */
export function explainCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('explain')
    .description(
      'Prints the page of a rule or of a refusal reason: what it means, before and after, and what it leaves alone.',
    )
    .argument('[names...]', 'rules (R7) and reasons (handle-not-retained); none lists all')
    .action((names: string[]) => {
      session.print(names.length === 0 ? list() : names.map(explain).join('\n'));
      finish(exitCode.clean);
    });
}

/** Every name that can be asked for, with its title. */
export function explainable(): [name: string, title: string][] {
  return [
    ...rules.map(({ id, title }): [string, string] => [id, title]),
    ...refusals.map(({ reason, title }): [string, string] => [reason, title]),
  ];
}

function list(): string {
  return explainable()
    .map(([name, title]) => `${name.padEnd(28)}${title}\n`)
    .join('');
}

function explain(name: string): string {
  const wanted = name.toLowerCase();
  const found = rules.find(({ id }) => id.toLowerCase() === wanted) ?? refusals.find(({ reason }) => reason === wanted);
  if (found !== undefined) return page(found.docs);
  throw new FreehandleError(`'${name}' is neither a rule nor a refusal reason`, {
    code: 'FH2004',
    title: 'Unknown name',
    hint: '`freehandle explain` lists all of them.',
  });
}

/** A page of the documentation: the package brings them along, in the repository they are in its docs. */
function page(file: string): string {
  const cli = path.dirname(createRequire(import.meta.url).resolve('freehandle/package.json'));
  const places = [cli, path.join(cli, '../..')].map((folder) => path.join(folder, file));
  return fs.readFileSync(places.find((place) => fs.existsSync(place)) ?? places[0]!, 'utf8');
}
