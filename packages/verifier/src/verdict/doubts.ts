import { isStubObject } from '../binding/typed-stub.ts';
import { isArbitrary } from '../exploration/devices.ts';
import type { ExploredRun } from '../exploration/explore.ts';
import type { RunResult } from '../session/session.ts';
import type { Finding } from './verdict.ts';

/** Findings that something is still held in the end: a function that took it over may be what gives it back. */
const leaks: ReadonlySet<string> = new Set(['K3', 'K5', 'K6', 'K7']);

/** Findings about the arguments of a free: true whatever else the kernel does. */
const ofArguments: ReadonlySet<string> = new Set(['R8', 'R9', 'R10', 'R11', 'D1', 'D2', 'D3']);

/** A size and a BUG() of the driver, and a division by 0, may rest on what a register read. */
export const ofTheDevice: ReadonlySet<string> = new Set(['R6', 'K11', 'S6']);

/** So may an index and a pointer made with one, where registers read anything else than zeros. */
const ofItsNumbers: ReadonlySet<string> = new Set(['S1', 'S3', 'S7']);

/** Findings that a pointer leads nowhere. */
const ofPointers: ReadonlySet<string> = new Set(['S1', 'S2', 'S3', 'R17']);

/** Names shown of the functions that leave a doubt. */
const MOST = 4;

/**
 * A finding that rests on what an unknown function of the kernel does is a warning, and says so: one that is only seen when
 * such a function is made to fail, and a leak of what such a function may have taken over; so is one of numbers that a device
 * may have given. `held` are the addresses that a leak speaks of.
 */
export function doubted(finding: Finding, { plan, result }: ExploredRun, held: readonly number[]): Finding {
  const { stubs, handed, handedTo, pointedAtStack } = result.state;
  const failing = plan.faults.flatMap((fault) => ('kind' in fault && stubs.has(fault.kind) ? [fault.kind] : []));
  if (failing.length > 0 && !ofArguments.has(finding.rule)) {
    return warning(finding, `if ${failing.join(' and ')} can fail, which is not modelled`);
  }
  if (restsOnDevice(finding.rule, { plan, result })) return warning(finding, 'if the device answers so');
  const isOfNumbers = ofTheDevice.has(finding.rule);
  if ((isOfNumbers || ofPointers.has(finding.rule)) && pointedAtStack.size > 0) {
    return warning(finding, `unless one of these stores what it is given a place for: ${named(pointedAtStack)}`);
  }
  const makers = makersOf(result);
  if (isOfNumbers && makers.size > 0)
    return warning(finding, `unless what these return is more than zeros: ${named(makers)}`);
  // what a board hands to its drivers, and what stands above a device, this machine does not have
  if ((finding.rule === 'S3' || finding.rule === 'S7') && plan.faults.length === 0) {
    return warning(finding, 'unless a board gives what this machine lacks');
  }
  const isLeak = leaks.has(finding.rule) || (finding.rule === 'R7' && finding.message.endsWith('never freed'));
  const holders = held.flatMap((address) => handed.get(address) ?? []);
  if (isLeak && holders.length > 0)
    return warning(finding, `unless it is for one of these to free: ${named(new Set(holders))}`);
  if (isLeak && handedTo.size > 0) return warning(finding, `unless it is for one of these to free: ${named(handedTo)}`);
  return finding;
}

/** Whether a finding is of numbers that the driver may have read from a device; one that a fault brings about is not. */
function restsOnDevice(rule: string, { plan, result }: ExploredRun): boolean {
  if (result.state.registerReads.size === 0) return false;
  if (ofTheDevice.has(rule)) return true;
  if (plan.faults.length > 0) return false;
  return isArbitrary(plan.device) ? ofArguments.has(rule) : plan.device !== 'plain' && ofItsNumbers.has(rule);
}

/** The unknown functions that returned an object of zeros. */
function makersOf({ allocations }: RunResult): Set<string> {
  return new Set(allocations.flatMap(({ base, label }) => (isStubObject(base) ? [label.replace(/#.*/, '')] : [])));
}

function warning(finding: Finding, doubt: string): Finding {
  return { ...finding, severity: 'warning', message: `${finding.message}; ${doubt}` };
}

function named(names: ReadonlySet<string>): string {
  const all = [...names].sort();
  return all.length > MOST ? `${all.slice(0, MOST).join(', ')} and ${all.length - MOST} more` : all.join(', ');
}
