import { refusals } from '@freehandle/codemod';
import { FreehandleError } from '@freehandle/c-source';
import { rules } from '@freehandle/model';
import { Command } from 'commander';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';

/** `freehandle explain R7` or `freehandle explain handle-not-retained`; without a name, the list. */
export function explainCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('explain')
    .argument('[names...]', 'rules (R7) and reasons (handle-not-retained); none lists all')
    .action((names: string[]) => {
      session.print(names.length === 0 ? list() : names.map(explain).join('\n'));
      finish(exitCode.clean);
    });
}

function list(): string {
  const lines = [
    ...rules.map((rule) => `${rule.id.padEnd(28)}${rule.title}`),
    ...refusals.map((refusal) => `${refusal.reason.padEnd(28)}${refusal.title}`),
  ];
  return `${lines.join('\n')}\n`;
}

function explain(name: string): string {
  const rule = rules.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  if (rule !== undefined) {
    return `${rule.id} (${rule.severity}): ${rule.title}\n\n${rule.checks}\n\nIf broken: ${rule.consequence}\nSource: ${rule.source}\nPage: ${rule.docs}\n`;
  }
  const refusal = refusals.find(({ reason }) => reason === name.toLowerCase());
  if (refusal !== undefined) {
    return `${refusal.reason}: ${refusal.title}\n\n${refusal.explanation}\n\nRemedy: ${refusal.remedy}\nPage: ${refusal.docs}\n`;
  }
  throw new FreehandleError(`'${name}' is neither a rule nor a refusal reason`, {
    code: 'FH2004',
    title: 'Unknown name',
    hint: '`freehandle explain` lists all of them.',
  });
}
