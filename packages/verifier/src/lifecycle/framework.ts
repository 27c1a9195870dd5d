import { taskOf } from '../binding/calls/context.ts';
import type { CallGroup, Host } from '../binding/host.ts';
import type { CallEvent, Registration } from '../binding/run-state.ts';

/** A part of the kernel that drivers register with, and that calls them back. One file each in `frameworks/`. */
export interface Framework {
  readonly name: string;
  /** Headers that declare what the glue uses; a driver that does not include all of them gets no glue. */
  readonly headers: readonly string[];
  /** True where only a kernel tree's own headers will do: the kit has nothing of the kind. */
  readonly treeOnly?: boolean;
  /** C appended to the driver's own unit, so that structures have the layout of its headers. Exported names begin with `fh_`. */
  readonly glue: string;
  /** The registration functions, by import name. */
  readonly calls: CallGroup;
  /** What a user does with a thing that was registered: open it, use it, close it. */
  readonly use: ((host: Host, registration: Registration) => void) | null;
  /** What the kernel has set up before any module is loaded. */
  readonly boot?: (host: Host) => void;
}

/** Only 0 is success for open, probe and init [2.4.27 net/core/dev.c dev_open, drivers/pci/pci.c, kernel/module.c]. */
export const SUCCESS = 0;

/**
 * What a step of a driver returns: an int that is 0 on success, a pointer that is NULL on failure, a number of things
 * found, or nothing.
 */
export type Contract = 'status' | 'pointer' | 'count';

const isSuccess: Readonly<Record<Contract, (result: number) => boolean>> = {
  status: (result) => result === SUCCESS,
  pointer: (result) => result !== 0,
  count: (result) => (result | 0) > 0,
};

/**
 * Calls into the driver as one step of its life, noted under a name, and returns the result as C's int.
 * A consistent allocation that failed in a step that then reports success was not checked.
 */
export function step(host: Host, name: string, call: () => number | undefined, contract: Contract = 'status'): number {
  const { run } = host;
  // a wait that one line ends again and again is one step in words
  if (!host.kernel.inInterrupt() || run.lifecycle.at(-1) !== name) run.lifecycle.push(name);
  const event: CallEvent = { call: `→ ${name}`, args: [], result: null, until: 0 };
  run.events.push(event);
  // a signal is for one call; the process makes the next one without it
  if (!host.kernel.inInterrupt()) {
    run.sleeps = 0;
    host.code.call('fh_task_signal', taskOf(host), 0);
  }
  const pendingBefore = run.pendingFailures.length;
  const result = call();
  const returned = (result ?? 0) | 0;
  event.result = returned;
  event.until = run.events.length;
  const succeeded = result !== undefined && isSuccess[contract](result);
  // each failure is the innermost step's: a probe that reports it has done its duty, whatever load says afterwards
  const failures = run.pendingFailures.splice(pendingBefore);
  if (result !== undefined && !succeeded) run.failedSteps.push({ step: name, returned });
  if (succeeded) run.uncheckedAllocations.push(...failures.map((failure) => ({ ...failure, step: name })));
  return returned;
}

/** Takes a registration out of the list; null when there was none. */
export function unregister(
  host: Host,
  framework: string,
  matches: (held: Registration) => boolean,
): Registration | null {
  const index = host.run.registrations.findIndex((held) => held.framework === framework && matches(held));
  return index < 0 ? null : host.run.registrations.splice(index, 1)[0]!;
}
