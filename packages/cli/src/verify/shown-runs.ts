import { formRuns, type DriverRuns, type FormRuns } from '@freehandle/report';
import {
  planName,
  replayBatch,
  type BatchOptions,
  type DriverInput,
  type DriverVerdict,
  type RequestedReplay,
  type RunPlan,
} from '@freehandle/verifier';
import type { Results } from './certificates.ts';

/** Most runs of a form that are shown, and most of them that can be gone through call by call. */
const [MOST_RUNS, MOST_FILMS] = [500, 24];

interface Form {
  readonly name: FormRuns['form'];
  readonly input: DriverInput;
  readonly verdict: DriverVerdict;
}

/** Makes the runs of drivers again, to be looked at: what each showed, and of some what happened in it. */
export async function shownRuns(results: Results, batch: BatchOptions): Promise<DriverRuns[]> {
  const drivers = [
    ...results.comparisons.map(({ file, before, after }, index) => {
      const pair = results.pairs[index]!;
      const forms: Form[] = [
        { name: 'before', input: pair.before, verdict: before },
        { name: 'after', input: pair.after, verdict: after },
      ];
      return { file, forms };
    }),
    ...results.verdicts.map((verdict, index) => {
      const forms: Form[] = [{ name: 'after', input: results.inputs[index]!, verdict }];
      return { file: verdict.file, forms };
    }),
  ];
  const wanted = drivers.map(({ file, forms }) => ({ file, forms: forms.flatMap(requestOf) }));
  const replays = await replayBatch(
    wanted.flatMap(({ forms }) => forms.map(({ request }) => ({ ...request, options: batch }))),
    batch,
  );
  const next = replays.values();
  return wanted
    .filter(({ forms }) => forms.length > 0)
    .map(({ file, forms }) => ({
      file,
      forms: forms.map(({ name, request, made }) => formRuns(name, { replay: next.next().value!, ...request, made })),
    }));
}

function requestOf({
  name,
  input,
  verdict: { record, findings, allocatorFindings },
}: Form): { name: FormRuns['form']; request: Omit<RequestedReplay, 'options'>; made: readonly RunPlan[] }[] {
  if (record === null) return [];
  const telling = [...findings, ...allocatorFindings].flatMap(({ run }) => run?.plan ?? []);
  const made = record.runs.map(({ plan }) => plan);
  const plans = inOrderOfInterest(made, telling).slice(0, MOST_RUNS);
  const request = { input, plans, sources: record.sources, withPages: MOST_FILMS };
  return [{ name, request, made }];
}

/** The first run, then those that show something, then the others. */
function inOrderOfInterest(plans: readonly RunPlan[], telling: readonly RunPlan[]): RunPlan[] {
  const names = new Set(telling.map(planName));
  const [first, ...others] = plans;
  if (first === undefined) return [];
  const isTelling = (plan: RunPlan): boolean => names.has(planName(plan));
  return [first, ...others.filter(isTelling), ...others.filter((plan) => !isTelling(plan))];
}
