import type { ExploredRun } from '../exploration/explore.ts';
import type { Finding } from './verdict.ts';

/** Findings that something is still held in the end: a function that took it over may be what gives it back. */
const leaks: ReadonlySet<string> = new Set(['K3', 'K5', 'K6', 'K7']);

/** Findings about the arguments of a free: true whatever else the kernel does. */
const ofArguments: ReadonlySet<string> = new Set(['R8', 'R9', 'R10', 'R11', 'D1', 'D2', 'D3']);

/** A size and a BUG() of the driver may rest on what a register read. */
const ofTheDevice: ReadonlySet<string> = new Set(['R6', 'K11']);

/** Findings that a pointer leads nowhere. */
const ofPointers: ReadonlySet<string> = new Set(['S1', 'S2', 'S3', 'R17']);

/** Names shown of the functions that leave a doubt. */
const MOST = 4;

/**
 * A finding that rests on what an unknown function of the kernel does is a warning, and says so: one that is only seen when
 * such a function is made to fail, a leak of what such a function may have
 * taken over, and a size that a device may have given.
 */
export function doubted(finding: Finding, { plan, result }: ExploredRun): Finding {
  const { stubs, handedTo, pointedAtStack } = result.state;
  const failing = plan.faults.flatMap((fault) => ('kind' in fault && stubs.has(fault.kind) ? [fault.kind] : []));
  if (failing.length > 0 && !ofArguments.has(finding.rule)) {
    return warning(finding, `if ${failing.join(' and ')} can fail, which is not modelled`);
  }
  if (ofTheDevice.has(finding.rule) && result.state.registerReads.size > 0) {
    return warning(finding, 'if the device answers so');
  }
  if (ofPointers.has(finding.rule) && pointedAtStack.size > 0) {
    return warning(finding, `unless one of these stores what it is given a place for: ${named(pointedAtStack)}`);
  }
  // what a board hands to its drivers, and what stands above a device, this machine does not have
  if (finding.rule === 'S3' && finding.message.includes('through NULL') && plan.faults.length === 0) {
    return warning(finding, 'unless a board gives what this machine lacks');
  }
  const isLeak = leaks.has(finding.rule) || (finding.rule === 'R7' && finding.message.endsWith('never freed'));
  if (isLeak && handedTo.size > 0) return warning(finding, `unless it is for one of these to free: ${named(handedTo)}`);
  return finding;
}

function warning(finding: Finding, doubt: string): Finding {
  return { ...finding, severity: 'warning', message: `${finding.message}; ${doubt}` };
}

function named(names: ReadonlySet<string>): string {
  const all = [...names].sort();
  return all.length > MOST ? `${all.slice(0, MOST).join(', ')} and ${all.length - MOST} more` : all.join(', ');
}
