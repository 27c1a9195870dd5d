import {
  entryName,
  planName,
  type Finding,
  type Replay,
  type ReplayedRun,
  type RunPlan,
  type SourcePlace,
} from '@freehandle/verifier';

/** The runs of a driver, form by form, as they are looked at. */
export interface DriverRuns {
  readonly file: string;
  readonly forms: readonly FormRuns[];
}

/** Runs of one form of a driver. */
export interface FormRuns {
  readonly form: 'before' | 'after';
  readonly runs: readonly ShownRun[];
  /** Runs that were made and are not here. */
  readonly left: number;
  /** Why there are none; null where there are. */
  readonly why: string | null;
}

/** One run: what happened to it from outside, and what it showed. */
export interface ShownRun {
  readonly name: string;
  /** What was made to happen, and where: equal for runs that differ only in how often that place was passed before. */
  readonly disturbance: Disturbance;
  /** Rules that the driver broke, and where. */
  readonly findings: readonly Broken[];
  /** What the allocator broke by itself. */
  readonly allocatorFindings: readonly Broken[];
  /** Whether everything planned happened; a run in which it did not says nothing. */
  readonly conclusive: boolean;
  /** Whether it is of the driver's life: of functions called by themselves a run judges nothing. */
  readonly judged: boolean;
  /** What happened call by call; null where it was not recorded. */
  readonly film: Film | null;
}

/** A broken rule. */
export type Broken = Pick<Finding, 'rule' | 'severity' | 'file' | 'line'>;

/** A row of the fault matrix. */
export interface Disturbance {
  /** `page-block`, two of them with a plus between; `nothing fails`; `interrupt`. */
  readonly what: string;
  /** The call in which it happened; null where nothing did. */
  readonly call: string | null;
  readonly place: SourcePlace | null;
}

/** A run that can be gone through. */
export type Film = Pick<ReplayedRun, 'calls' | 'allocations'> & { readonly pages: NonNullable<ReplayedRun['pages']> };

/** The runs of one form out of what was replayed, a plan each, in the order in which all of them were `made`. */
export function formRuns(
  form: FormRuns['form'],
  {
    plans,
    replay,
    made,
  }: { readonly plans: readonly RunPlan[]; readonly replay: Replay; readonly made: readonly RunPlan[] },
): FormRuns {
  if (replay.kind !== 'replayed') {
    const why = replay.kind === 'changed' ? replay.changes.join('; ') : replay.error.message;
    return { form, runs: [], left: made.length, why };
  }
  const runs = new Map(plans.map((plan, index) => [planName(plan), shownRun(plan, replay.runs[index]!)]));
  return {
    form,
    runs: made.flatMap((plan) => runs.get(planName(plan)) ?? []),
    left: made.length - runs.size,
    why: null,
  };
}

function shownRun(
  plan: RunPlan,
  { calls, allocations, findings, allocatorFindings, conclusive, pages }: ReplayedRun,
): ShownRun {
  const broken = ({ rule, severity, file, line }: Finding): Broken => ({ rule, severity, file, line });
  return {
    name: planName(plan),
    disturbance: disturbanceOf(plan, calls),
    findings: findings.map(broken),
    allocatorFindings: allocatorFindings.map(broken),
    conclusive,
    judged: plan.entry === undefined,
    film: pages === null ? null : { calls, allocations, pages },
  };
}

function disturbanceOf({ faults, interruptAfter, entry }: RunPlan, calls: ReplayedRun['calls']): Disturbance {
  const failing = calls.find((call) => call.faults.length > 0);
  const after = interruptAfter && calls[interruptAfter.index];
  const kinds = faults.map((fault) => ('kind' in fault ? fault.kind : 'step')).join(' + ');
  const what = kinds === '' ? (interruptAfter === null ? 'nothing fails' : 'interrupt') : kinds;
  if (entry) return { what: entryName(entry), call: null, place: null };
  const at = failing ?? after;
  return { what, call: at?.call ?? null, place: at?.place ?? null };
}
