import { r5, type Finding as ModelFinding, type Place, type TraceEvent } from '@freehandle/model';
import type { Exploration, ExploredRun } from '../exploration/explore.ts';
import { isArbitrary } from '../exploration/devices.ts';
import { isUndisturbed } from '../exploration/run-plan.ts';
import type { CallLine, DriverPlaces } from '../session/driver-places.ts';
import type { RunResult } from '../session/session.ts';
import { describeRun } from './describe-run.ts';
import { describeStop, type StopDescription } from './describe-stop.ts';
import { doubted, ofTheDevice } from './doubts.ts';
import type { Evidence, Finding } from './verdict.ts';

/** Findings of all runs, each once: the driver's own, and those the allocator is to blame for. */
export interface CollectedFindings {
  readonly driver: readonly Finding[];
  readonly allocator: readonly Finding[];
}

/** What is needed to place findings in a driver's source. */
export interface FindingContext {
  readonly file: string;
  /** The texts of the driver's sources by file, one character a byte. */
  readonly sources: ReadonlyMap<string, string>;
  readonly places: DriverPlaces;
  /** Lines that free consistent memory. */
  readonly frees: readonly CallLine[];
}

/** The model's rule on heap objects that are left at the end. */
const HEAP_LEAK = 'K3';

/**
 * Collects what the runs showed; a finding seen in several runs is kept with the first. What a disturbed run shows may be
 * told by what the undisturbed one does: that is the first, where no other is given.
 */
export function collectFindings(
  { runs }: Pick<Exploration, 'runs'>,
  context: FindingContext,
  undisturbed = runs[0],
): CollectedFindings {
  const driver = new Map<string, Finding>();
  const buffersWithoutFault = undisturbed === undefined ? 0 : buffersOf(undisturbed.result);
  const allocator = new Map<string, Finding>();
  const nullsWithoutFault = new Set(
    runs.flatMap(({ plan, result }) => (isUndisturbed(plan) ? (placeOfNull(result, context) ?? []) : [])),
  );
  /** A NULL that is used where it is used without the fault, too, is none that the fault brought about. */
  const isOfNoFault = ({ plan, result }: ExploredRun): boolean => {
    const place = isUndisturbed(plan) ? null : placeOfNull(result, context);
    return place !== null && nullsWithoutFault.has(place);
  };
  for (const run of runs) {
    if (!run.result.conclusive) continue;
    const described = describeRun(run);
    const keep = (kept: Map<string, Finding>, finding: Finding, held: readonly number[] = []): void => {
      const key = `${finding.rule} ${finding.file}:${finding.line}`;
      if (!kept.has(key)) kept.set(key, { ...doubted(finding, run, held), run: described });
    };
    for (const finding of run.result.findings) {
      // no line of the driver asked for it: a packet, most often, that it was given to transmit and never gave back, which a
      // device that answered would have let it do
      if (finding.rule === HEAP_LEAK && finding.place === null) continue;
      // where a device says anything at all, a size and a stop tell of the device
      if (isArbitrary(run.plan.device) && ofTheDevice.has(finding.rule)) continue;
      const held = finding.evidence.flatMap(({ result, args }) => [result >>> 0, ...args.map((value) => value >>> 0)]);
      keep(finding.blame === 'allocator' ? allocator : driver, fromModel(finding, context), held);
    }
    const told = isArbitrary(run.plan.device) || isOfNoFault(run) ? [] : ofTheRun(run.result, context);
    for (const finding of told) keep(driver, finding);
    // one that allocates as much in the end as without the fault has tried again: it did look
    if (buffersOf(run.result) < buffersWithoutFault) {
      for (const finding of unchecked(run.result, context)) keep(driver, finding);
    }
  }
  const order = (a: Finding, b: Finding): number =>
    a.file.localeCompare(b.file) || a.line - b.line || a.rule.localeCompare(b.rule);
  return { driver: [...driver.values()].sort(order), allocator: [...allocator.values()].sort(order) };
}

function fromModel({ rule, severity, message, place, evidence }: ModelFinding, context: FindingContext): Finding {
  return { ...placed(place, context), rule, severity, message, evidence: evidence.flatMap(evidenceOf), run: null };
}

/** What the model cannot know: where the driver was stopped. */
function ofTheRun({ stop, state, trace }: RunResult, context: FindingContext): Finding[] {
  const findings: Finding[] = [];
  const place = stop ? context.places.place(stop.frames) : null;
  const stopped =
    stop &&
    describeStop(stop, {
      inFreeCall:
        place !== null &&
        context.frees.some(
          ({ place: free }) =>
            free.file === place.file && isInStatement(place.line, free.line, context.sources.get(place.file) ?? ''),
        ),
      stubs: state.stubs,
      madeUp: state.stubObjects,
      failedAllocation: state.failedAllocation,
    });
  if (stopped)
    findings.push({
      ...placed(place, context),
      ...(place === null ? asTheKernels(stopped) : stopped),
      evidence: trace.slice(-3).flatMap(evidenceOf),
      run: null,
    });
  return findings;
}

/** What no line of the driver did: the machine around it was stopped, and may lack what would have told it that an object is gone. */
function asTheKernels(stopped: StopDescription): StopDescription {
  const message = `${stopped.message}; in the kernel, which was using what the driver had registered`;
  return { ...stopped, severity: 'warning', message };
}

/** Allocations whose failure the driver took for success. */
function unchecked({ state }: RunResult, context: FindingContext): Finding[] {
  return state.uncheckedAllocations.map(({ call, frames, step }) => {
    const message = r5.message({ call, succeeded: step });
    const where = placed(context.places.place(frames), context);
    return { ...where, rule: r5.id, severity: 'warning', message, evidence: [], run: null };
  });
}

/** Where a run was stopped because NULL was used; null where it was not. */
function placeOfNull({ stop }: RunResult, { places }: FindingContext): string | null {
  if (stop?.reason.kind !== 'violation' || stop.reason.violation.kind !== 'null') return null;
  const place = places.place(stop.frames);
  return place && `${place.file}:${place.line}`;
}

/** How many consistent buffers a run got. */
function buffersOf({ allocations }: RunResult): number {
  return allocations.filter(({ bus }) => bus !== null).length;
}

/**
 * Whether code of a line can only belong to the statement that begins at another. Not where a statement ends before it, or
 * another stands on the same line: the line table knows no columns.
 */
function isInStatement(line: number, begin: number, source: string): boolean {
  const lines = source.split('\n').slice(begin - 1, line);
  const last = lines.at(-1) ?? '';
  return line >= begin && !lines.slice(0, -1).some((text) => text.includes(';')) && !/;[^;]*[^;\s}]/.test(last);
}

function placed(place: Place | null, { file, places }: FindingContext): Pick<Finding, 'file' | 'line' | 'function'> {
  return place ? { ...place, function: places.functionAt(place) } : { file, line: 0, function: null };
}

function evidenceOf({ call, args, result, place }: TraceEvent): Evidence[] {
  const shown = (value: number): string => (value > 0xffff ? `0x${value.toString(16)}` : String(value | 0));
  return place ? [{ ...place, what: `${call}(${args.map(shown).join(', ')}) = ${shown(result)}` }] : [];
}
