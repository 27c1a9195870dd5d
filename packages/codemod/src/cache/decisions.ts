import type { Site } from '../plan/plan.ts';
import { readSealed, writeSealed } from './sealed-file.ts';

/** What earlier runs decided of the calls of each file, with what each decision rests on. */
export interface Decisions {
  /** The calls of a file with this basis, null unless every question that was asked for them has the same answer. */
  get(file: string, basis: string): readonly Site[] | null;
  /** Keeps what was decided with the answers to these questions. */
  put(file: string, basis: string, asked: readonly string[], sites: readonly Site[]): void;
  /** Writes what this run got and put, when it is not what is there. @returns whether it could be. */
  save(): boolean;
}

/** Hash of the answer to a question in this run; null when the next run could not tell whether it is the same. */
export type AnswerHash = (question: string) => string | null;

/** A question and the hash of its answer. */
type Answered = readonly [question: string, hash: string];

interface Decision {
  readonly basis: string;
  /** By their places in the list of all. */
  readonly asked: readonly number[];
  readonly sites: readonly Site[];
}

const FIELD = '\t';

/** The decisions kept at `path`; none when there are none that can be trusted. */
export function openDecisions(path: string | null, seal: string, answerHash: AnswerHash): Decisions {
  const [first = '[]', ...lines] = (path === null ? null : readSealed(path, seal)) ?? [];
  const before = JSON.parse(first) as readonly Answered[];
  const isSame = before.map(([question, hash]) => once(() => answerHash(question) === hash));
  const earlier = new Map(lines.map((line) => [line.slice(0, line.indexOf(FIELD)), line]));
  const now = new Map<string, { readonly decision: Omit<Decision, 'asked'>; readonly asked: readonly Answered[] }>();
  let isChanged = false;
  return {
    get(file, basis) {
      const line = earlier.get(file);
      if (line === undefined) return null;
      const decision = JSON.parse(line.slice(file.length + 1)) as Decision;
      if (decision.basis !== basis || !decision.asked.every((i) => isSame[i]!())) return null;
      now.set(file, { decision, asked: decision.asked.map((i) => before[i]!) });
      return decision.sites;
    },
    put(file, basis, asked, sites) {
      isChanged = true;
      const answered = asked.map((question) => [question, answerHash(question)] as const);
      if (/[\t\n]/.test(file) || !answered.every((one): one is Answered => one[1] !== null)) return;
      now.set(file, { decision: { basis, sites }, asked: answered });
    },
    save() {
      if (path === null || (!isChanged && now.size === earlier.size)) return true;
      const places = new Map<string, number>();
      const all: Answered[] = [];
      const place = (one: Answered): number => {
        const key = one.join(FIELD);
        const known = places.get(key) ?? all.push(one) - 1;
        places.set(key, known);
        return known;
      };
      const kept = [...now].map(([file, { decision, asked }]) => {
        const { basis, sites } = decision;
        return `${file}${FIELD}${JSON.stringify({ basis, asked: asked.map(place), sites } satisfies Decision)}`;
      });
      return writeSealed(path, seal, [JSON.stringify(all), ...kept]);
    },
  };
}

function once(decide: () => boolean): () => boolean {
  let known: boolean | null = null;
  return () => (known ??= decide());
}
