import type { DriverVerdict, VerdictError } from './verdict.ts';

/** The verdict on a driver that was not run, and why. */
export function unverified(file: string, error: VerdictError): DriverVerdict {
  return {
    file,
    compiled: false,
    profile: 'none',
    error,
    allocator: null,
    device: null,
    runs: 0,
    unexplored: 0,
    inconclusive: 0,
    findings: [],
    allocatorFindings: [],
    sites: [],
    lifecycle: [],
    failedSteps: [],
    stopped: false,
    blocks: { reached: 0, total: 0 },
    stubs: [],
    dataStubs: [],
    compileMs: 0,
    runMs: 0,
  };
}
