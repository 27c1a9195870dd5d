import type { DriverInput } from '../driver-input.ts';
import { sourceSites } from './free-sites.ts';
import type { DriverVerdict, VerdictError, VerdictErrorKind } from './verdict.ts';

/** Errors before there is a module. */
const withoutModule: ReadonlySet<VerdictErrorKind> = new Set(['compile', 'toolchain', 'unreadable']);

/** The verdict on a driver that was not run, and why. */
export function unverified(input: DriverInput, error: VerdictError): DriverVerdict {
  const status = withoutModule.has(error.kind) ? 'not-compiled' : 'not-reached';
  const place = error.line > 0 ? `${error.file}:${error.line}: ` : '';
  return {
    file: input.file,
    compiled: false,
    profile: 'none',
    error,
    allocator: null,
    device: null,
    runs: 0,
    underConstrainedRuns: 0,
    unexplored: 0,
    inconclusive: 0,
    findings: [],
    allocatorFindings: [],
    sites: sourceSites(input, status, `${place}${error.message}`),
    lifecycle: [],
    failedSteps: [],
    stopped: false,
    blocks: { reached: 0, total: 0 },
    stubs: [],
    dataStubs: [],
    record: null,
    compileMs: 0,
    runMs: 0,
  };
}
