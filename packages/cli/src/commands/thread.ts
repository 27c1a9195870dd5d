import { FreehandleError } from '@freehandle/c-source';
import { runThread, storyOf } from '@freehandle/model';
import { prettyStory, prettyThread } from '@freehandle/report';
import { Command, Option } from 'commander';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';

/** `freehandle thread`: the argument of September 2002 as a table of experiments; with a claim, that one as a story. */
export function threadCommand(session: Session, finish: (code: number) => void): Command {
  return new Command('thread')
    .description(
      'Runs every claim of the linuxppc-dev thread on every allocator it speaks of, and ten things the thread missed. ' +
        'With a claim (C13, X2) tells it as a story: the calls, the page map before and after, what leaked.',
    )
    .argument('[claims...]', 'C1 to C26 of the mails, X1 to X10 of nobody')
    .addOption(new Option('-f, --format <form>', 'form of the report').choices(['pretty', 'json']).default('pretty'))
    .action((claims: string[], options: { format: 'pretty' | 'json' }) => {
      session.print(claims.length === 0 ? table(session, options.format) : stories(session, claims, options.format));
      finish(exitCode.clean);
    });
}

function table(session: Session, format: 'pretty' | 'json'): string {
  const run = runThread();
  return format === 'json' ? `${JSON.stringify(run, null, 2)}\n` : prettyThread(run, { color: session.color });
}

function stories(session: Session, ids: readonly string[], format: 'pretty' | 'json'): string {
  const told = ids.map((id) => {
    const story = storyOf(id);
    if (story !== undefined) return story;
    throw new FreehandleError(`'${id}' is no claim`, {
      code: 'FH2006',
      title: 'Unknown claim',
      hint: 'Claims are C1 to C26 and X1 to X10; `freehandle thread` lists them.',
    });
  });
  if (format === 'json') return `${JSON.stringify(told, null, 2)}\n`;
  return told.map((story) => prettyStory(story, { color: session.color })).join('\n');
}
