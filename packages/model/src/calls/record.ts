import type { InjectorState } from '../faults/fault-injector.ts';
import type { Oops } from '../findings/finding.ts';
import type { KernelLock, RunRecord, Snapshot } from '../kernel.ts';
import type { Machine } from '../machine/machine.ts';
import { ModelError, must } from '../model-error.ts';
import type { Place } from '../trace/trace-event.ts';
import { k11 } from '../rules/k11-driver-bug.ts';

/** What a snapshot keeps beside the journaled words: values that are replaced, never changed. */
interface Kept {
  readonly snapshot: Snapshot;
  readonly next: number;
  readonly place: Place | null;
  readonly findings: number;
  readonly faults: InjectorState;
  readonly oops: Oops | null;
  readonly finished: boolean;
  readonly armed: ReadonlyMap<KernelLock, () => void>;
}

/** Places, faults, BUG() and snapshots. */
export function recordCalls(machine: Machine): Pick<RunRecord, 'at' | 'planFaults' | 'fallible' | 'bug'> & {
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  discard(snapshot: Snapshot): void;
} {
  const kept = new Map<number, Kept>();
  const dropAfter = (id: number): void => {
    for (const younger of kept.keys()) if (younger > id) kept.delete(younger);
  };
  /** What was kept for a snapshot; a number alone would not tell it from another kernel's. */
  const find = (call: string, snapshot: Snapshot): Kept => {
    const given = typeof snapshot === 'object' && (snapshot as unknown) !== null;
    const state = given ? kept.get(snapshot.id) : undefined;
    if (state !== undefined && state.snapshot === snapshot) return state;
    throw new ModelError(
      `${call}: this is no snapshot of this kernel, or one that was discarded or outlived by an older one.`,
    );
  };
  return {
    at(place) {
      const known = place === null || (typeof place === 'object' && typeof place.file === 'string');
      must(known, place, 'at', 'place', 'null or { file, line }');
      machine.trace.place = place;
    },
    planFaults(plan) {
      machine.faults.plan(plan);
    },
    fallible(kind) {
      must(typeof kind === 'string', kind, 'fallible', 'kind', 'a text');
      if (!machine.enter(kind, [])) return true;
      const failed = machine.stepFails(kind, 0, 0);
      machine.leave(failed ? 1 : 0);
      return failed;
    },
    bug(message) {
      must(typeof message === 'string', message, 'bug', 'message', 'a text');
      if (!machine.enter('BUG', [])) return;
      machine.findings.raise(k11, { message });
      machine.stop('K11', 'driver', message);
      machine.leave(0);
    },
    snapshot() {
      const id = machine.journal.mark();
      const snapshot = { id };
      machine.findings.seal();
      kept.set(id, {
        snapshot,
        next: machine.trace.next,
        place: machine.trace.place,
        findings: machine.findings.count,
        faults: machine.faults.save(),
        oops: machine.oops,
        finished: machine.finished,
        armed: machine.armed,
      });
      return snapshot;
    },
    restore(snapshot) {
      const state = find('restore', snapshot);
      const { id } = snapshot;
      machine.journal.restore(id);
      dropAfter(id);
      machine.abandonCalls();
      machine.trace.rewind(state.next, state.place);
      machine.findings.truncate(state.findings);
      machine.findings.seal();
      machine.faults.restore(state.faults);
      machine.oops = state.oops;
      machine.finished = state.finished;
      machine.armed = state.armed;
    },
    discard(snapshot) {
      find('discard', snapshot);
      const { id } = snapshot;
      machine.journal.discard(id);
      dropAfter(id - 1);
    },
  };
}
