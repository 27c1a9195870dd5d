import { cellName, type Cell } from './cell.ts';

/**
 * What running a claim says about it. `supported` is for claims about intentions, of which a run shows only that the
 * facts agree; `came true` for predictions; `not sufficient` for a proposal that does not do what it is proposed for.
 * `depends` is concluded over cells only: true in some, not in others.
 */
export type Answer = 'true' | 'false' | 'partly' | 'supported' | 'came true' | 'not sufficient' | 'depends';

/** The answer with the condition under which it holds; null when there is none. */
export interface Verdict {
  readonly answer: Answer;
  readonly condition: string | null;
}

/** A cell that was run and what it says. */
export interface Judged extends Cell {
  readonly verdict: Verdict;
}

/** A verdict without, or with a condition. */
export function verdict(answer: Answer, condition: string | null = null): Verdict {
  return { answer, condition };
}

/** `true` or `false` as the observation is. */
export function truth(holds: boolean): Verdict {
  return verdict(holds ? 'true' : 'false');
}

/**
 * The verdict over the cells that the claimant spoke of: theirs where they agree; `partly` where none is false and one is
 * partly; else `depends`. The condition lists the cells that answer otherwise, those run for contrast included.
 */
export function conclude(claimed: readonly Judged[], contrast: readonly Judged[]): Verdict {
  const answers = new Set(claimed.map(({ verdict }) => verdict.answer));
  const [only] = answers;
  const answer: Answer =
    answers.size === 1 && only !== undefined
      ? only
      : answers.has('partly') && !answers.has('false')
        ? 'partly'
        : 'depends';
  const conditions = new Set(claimed.flatMap(({ verdict }) => (verdict.condition === null ? [] : [verdict.condition])));
  const others = [...claimed, ...contrast].filter(({ verdict }) => verdict.answer !== answer);
  const all = [...conditions, ...byAnswer(others)];
  return { answer, condition: all.length === 0 ? null : all.join('; ') };
}

/** `false on ppc-map2, plain-pages`, one entry per answer, in order of first appearance. */
function byAnswer(judged: readonly Judged[]): string[] {
  const names = new Map<Answer, string[]>();
  for (const cell of judged)
    names.set(cell.verdict.answer, [...(names.get(cell.verdict.answer) ?? []), cellName(cell)]);
  return [...names].map(([answer, list]) => `${answer} on ${list.join(', ')}`);
}
