import { FreehandleError } from '@freehandle/c-source';
import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { createSession } from './session.ts';
import { version } from './version.ts';

/**
 * The command, as a function.
 * @param argv the arguments after the program's name.
 * @returns the exit code: 0 nothing left to do, 1 findings or sites left, 2 trouble, 130 interrupted.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const session = createSession(io, { color: !argv.includes('--no-color'), signal: interruption.signal });
  let code: number = exitCode.clean;
  const finish = (result: number): void => {
    code = result;
  };

  const program = new Command('freehandle')
    .description(
      'Rewrites calls to C APIs that grew arguments, by finding the new arguments in the code around the call, ' +
        'and proves every rewrite by running the driver before and after against a model of the kernel.',
    )
    .version(version)
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
    .option('--no-color', 'no colour (also: NO_COLOR)')
    .addHelpText(
      'after',
      `
Examples:
  freehandle migrate drivers/net             show what would change
  freehandle migrate drivers/net --write     change it
  freehandle audit drivers/net               what is wrong with the frees there
  freehandle verify drivers/net              run the drivers there, before and after
  freehandle replay certificates/mal.c.json  show the run of each finding again, call by call
  freehandle thread C13                      one claim of the 2002 thread, run
  freehandle explain handle-not-retained     what a reason means, and the way out
  freehandle init --old 'void put(void *p)' --new 'void put(void *p, size_t n, bus_t b)' \\
                  --allocator 'void *get(size_t n, bus_t *b)'    a migration of your own

Exit code: 0 nothing left to do; 1 findings, or sites left; 2 wrong usage or unreadable input; 130 interrupted.`,
    );
  for (const { name, usage, summary, load } of commands) {
    const command = argv.includes(name) ? (await load())(session, finish) : new Command(name).usage(usage);
    program.addCommand((command.description() === '' ? command.description(summary) : command).summary(summary));
  }
  const isCompletion = argv[0] === 'complete';
  if (!isCompletion)
    program.addCommand(
      new Command('complete').usage('<shell>').summary('print what makes bash, zsh or fish complete commands'),
    );
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
  }
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return exitCode.trouble;
    }
    if (isCompletion) {
      const { complete } = await import('./commands/complete.ts');
      const names = argv.includes('explain') ? (await import('./commands/explain.ts')).explainable() : [];
      complete(program, argv, names, io);
      return code;
    }
    await program.parseAsync([...argv], { from: 'user' });
    await session.printed();
    return code;
  } catch (error) {
    if (interruption.signal.aborted) {
      io.stderr.write('interrupted; nothing was left half-written\n');
      return exitCode.interrupted;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.clean : exitCode.trouble;
    if (!(error instanceof FreehandleError)) throw error;
    const { prettyError } = await import('@freehandle/report');
    io.stderr.write(prettyError(error, { color: session.color }));
    return exitCode.trouble;
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}
