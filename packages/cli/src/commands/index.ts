import type { Command } from 'commander';
import type { Session } from '../session.ts';

/** Makes a command; `finish` is told the exit code. */
export type MakeCommand = (session: Session, finish: (code: number) => void) => Command;

/** A command as the list of all shows it. What it is made of is loaded when it is asked for: half a second for all. */
export interface Listed {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<MakeCommand>;
}

/** The commands, in the order of the list. */
export const commands: readonly Listed[] = [
  {
    name: 'migrate',
    usage: '[options] [paths...]',
    summary: 'rewrite the old calls; shows the diff, --write applies it',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
  {
    name: 'audit',
    usage: '[options] [paths...]',
    summary: 'find wrong frees, leaks and misuse, from source alone',
    load: async () => (await import('./audit.ts')).auditCommand,
  },
  {
    name: 'verify',
    usage: '[options] [paths...]',
    summary: 'run drivers before and after, under every single allocation failure',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'merge',
    usage: '[options] <files...>',
    summary: 'take together what the parts of a sharded run wrote',
    load: async () => (await import('./merge.ts')).mergeCommand,
  },
  {
    name: 'export',
    usage: '[options]',
    summary: 'write a migration as a semantic patch for Coccinelle',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'replay',
    usage: '[options] <certificate>',
    summary: 'make the runs of a certificate again',
    load: async () => (await import('./replay.ts')).replayCommand,
  },
  {
    name: 'thread',
    usage: '[options] [claims...]',
    summary: 'settle the argument of September 2002 by running it',
    load: async () => (await import('./thread.ts')).threadCommand,
  },
  {
    name: 'explain',
    usage: '[names...]',
    summary: 'tell what a rule or a refusal reason means',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'init',
    usage: '[options]',
    summary: 'write a configuration, with a migration of your own',
    load: async () => (await import('./init.ts')).initCommand,
  },
];
