import type { FallibleStep } from '../faults/fault-plan.ts';
import type { TimelineRow } from '../show/timeline.ts';

/** Findings of one rule at one call: the first one's words. */
export interface StoryFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly times: number;
}

/** A call, or a run of calls of the same function: the first one's words. Serialisable. */
export interface StoryCall {
  /** The function's name in the kernel. */
  readonly call: string;
  /** The first call as C, with its result. */
  readonly text: string;
  /** Calls in the run; their arguments may differ. */
  readonly times: number;
  /** Steps of the first call that failed. A call with failed steps stands alone. */
  readonly failed: readonly FallibleStep[];
  readonly findings: readonly StoryFinding[];
}

/** Longest loop body that is recognised, in calls of different functions. */
const LONGEST_BODY = 3;

/** The rows as a reader wants them: loops over the pages of a buffer, and loops of such loops, folded into their body. */
export function foldCalls(rows: readonly TimelineRow[]): StoryCall[] {
  let calls = rows.map(asCall);
  for (let body = 1; body <= LONGEST_BODY; body++) calls = foldLoops(calls, body);
  return calls;
}

function asCall({ event, text, failed, findings }: TimelineRow): StoryCall {
  const counted = findings.map(({ rule, severity, message }) => ({ rule, severity, message, times: 1 }));
  return { call: event.call, text, times: 1, failed, findings: mergeFindings(counted) };
}

function foldLoops(calls: readonly StoryCall[], body: number): StoryCall[] {
  const folded: StoryCall[] = [];
  let at = 0;
  while (at < calls.length) {
    const first = calls.slice(at, at + body);
    let end = at + body;
    while (first.length === body && first.every((call, i) => repeats(call, calls[end + i]))) end += body;
    const loops = (end - at) / body;
    if (loops === 1) {
      folded.push(calls[at]!);
      at++;
    } else {
      folded.push(...first.map((_, i) => mergeCalls(calls.slice(at, end).filter((__, j) => j % body === i))));
      at = end;
    }
  }
  return folded;
}

function repeats(call: StoryCall, later: StoryCall | undefined): boolean {
  if (later === undefined || call.failed.length > 0 || later.failed.length > 0) return false;
  return call.call === later.call && call.times === later.times;
}

function mergeCalls(calls: readonly StoryCall[]): StoryCall {
  return {
    ...calls[0]!,
    times: calls.reduce((sum, { times }) => sum + times, 0),
    findings: mergeFindings(calls.flatMap(({ findings }) => findings)),
  };
}

function mergeFindings(findings: readonly StoryFinding[]): StoryFinding[] {
  const byRule = new Map<string, StoryFinding>();
  for (const finding of findings) {
    const known = byRule.get(finding.rule);
    byRule.set(finding.rule, known === undefined ? finding : { ...known, times: known.times + finding.times });
  }
  return [...byRule.values()];
}
