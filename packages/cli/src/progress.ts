import type { Progress as PlanProgress } from '@freehandle/codemod';
import { createSpinner } from 'nanospinner';
import type { Io } from './io.ts';

/** One line on stderr that says what is being done; silent unless stderr is a terminal that knows its width. */
export interface Progress {
  update(text: string): void;
  /** Wipes the line, so that results start on a clean one. */
  done(): void;
}

export function progressOn(io: Io, quiet: boolean): Progress {
  // To wipe its line the spinner divides by the width; a terminal that does not know its own is given none.
  if (quiet || io.stderr.isTTY !== true || !io.stderr.columns)
    return { update: () => undefined, done: () => undefined };
  const spinner = createSpinner('', { stream: io.stderr as NodeJS.WriteStream });
  spinner.start();
  return {
    update: (text) => spinner.update({ text }),
    done: () => {
      spinner.clear();
      spinner.stop();
    },
  };
}

const stages = { search: 'searched', analyse: 'analysed', plan: 'planned' };

/** How far a plan is, in a few words. */
export function describeProgress({ stage, done, total, file }: PlanProgress): string {
  return `${stages[stage]} ${done}/${total} ${file}`.trimEnd();
}
