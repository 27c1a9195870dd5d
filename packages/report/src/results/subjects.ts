import { migrations, refusals } from '@freehandle/codemod';
import { rules } from '@freehandle/model';
import { signature } from '../signature.ts';

/** What a result's `rule` stands for. */
export interface Subject {
  readonly id: string;
  /** A short order or statement. */
  readonly title: string;
  readonly explanation: string;
  /** The page about it, relative to the repository; null where there is none. */
  readonly page: string | null;
}

/** Everything that results are named by: the rules, the refusal reasons, the migrations. */
export const subjects: readonly Subject[] = [
  ...rules.map(({ id, title, checks, consequence, docs }) => ({
    id,
    title,
    explanation: `${checks} If broken: ${consequence}`,
    page: docs,
  })),
  ...refusals.map(({ reason, title, explanation, remedy, docs }) => ({
    id: reason,
    title,
    explanation: `${explanation} Remedy: ${remedy}`,
    page: docs,
  })),
  ...migrations.map(({ name, title, oldCall, newCall, conversions }) => ({
    id: name,
    title,
    explanation: [
      ...new Set(
        [{ old: oldCall, new: newCall }, ...conversions].map(
          (one) => `Calls of ${signature(one.old)} become calls of ${signature(one.new)}.`,
        ),
      ),
    ].join(' '),
    page: `docs/migrations/${name}.md`,
  })),
];
