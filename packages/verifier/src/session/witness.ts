import type { Host } from '../binding/host.ts';
import type { AroundCall } from '../binding/imports.ts';
import type { CallEvent, RunState } from '../binding/run-state.ts';
import type { DriverPlaces } from './driver-places.ts';
import { wasmFrames } from './wasm-frames.ts';

/** Notes of each call of a run where it is made, and which of the planned faults happened in it. */
export type Witness = NonNullable<AroundCall['witness']> & {
  /** At the end of the run: the call in which the machine stopped never ended. */
  finish(run: RunState): void;
};

/** A witness for a run on `kernel`, whose faults have been planned. */
export function witnessOf(kernel: Host['kernel'], places: DriverPlaces): Witness {
  let planned = kernel.unfiredFaults;
  // calls within calls: what is left of the outer one is done at its own place
  const open: CallEvent[] = [];
  const end = (event: CallEvent): void => {
    while (open.length > 0 && open.pop() !== event);
    const outer = open.at(-1);
    if (outer) kernel.at(outer.place ?? null);
    noteFaults(event);
  };
  const noteFaults = (event: CallEvent): void => {
    const left = kernel.unfiredFaults;
    if (left.length === planned.length) return;
    event.faults = planned.filter((fault) => !left.includes(fault));
    planned = left;
  };
  return {
    begin(event) {
      const place = places.place(wasmFrames());
      kernel.at(place);
      event.place = place;
      open.push(event);
    },
    end,
    finish({ events }) {
      const stopped = events.findLast(({ call, result }) => result === null && !call.startsWith('→'));
      if (stopped) noteFaults(stopped);
    },
  };
}
