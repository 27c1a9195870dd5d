import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import type { Io } from '../io.ts';

/** What tab answers when it knows nothing, and tells the shell to offer nothing: here the shell offers its files then. */
const [NOTHING, FILES] = [':4', ':0'];

/**
 * `freehandle complete SHELL` prints the script that makes a shell ask; `freehandle complete -- WORD…` answers it.
 * @param program the whole command, with the subcommand loaded that the words name.
 * @param names what `explain` can be asked for; empty where it is not asked.
 */
export function complete(
  program: Command,
  argv: readonly string[],
  names: readonly (readonly [name: string, title: string])[],
  io: Io,
): void {
  const completion = tab(program);
  const asked = completion.commands.get('explain')?.arguments.get('names');
  if (asked && names.length > 0) {
    asked.handler = (offer) => {
      for (const [name, title] of names) offer(name, title);
    };
  }
  const lines = collected(() => program.parse([...argv], { from: 'user' }));
  const answer = lines.length === 1 && lines[0] === NOTHING ? [FILES] : lines;
  // bash offers files only to those who say so; the last registration counts
  const last = argv[1] === 'bash' ? ['complete -o default -F __freehandle_complete freehandle'] : [];
  io.stdout.write([...answer, ...last].map((line) => `${line}\n`).join(''));
}

/** What is printed meanwhile: tab writes to the console. */
function collected(run: () => void): string[] {
  const lines: string[] = [];
  /* eslint-disable no-console */
  const { log } = console;
  console.log = (line: string) => void lines.push(line);
  try {
    run();
  } finally {
    console.log = log;
  }
  /* eslint-enable no-console */
  return lines;
}
