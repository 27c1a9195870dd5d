import type { FallibleStep } from '../faults/fault-plan.ts';
import type { Finding } from '../findings/finding.ts';
import type { Kernel } from '../kernel.ts';
import { callArguments, returnsAddress } from '../trace/call-arguments.ts';
import type { TraceEvent } from '../trace/trace-event.ts';

/** A call with what happened in it. Serialisable. */
export interface TimelineRow {
  readonly event: TraceEvent;
  /** The call as C, with its result: `consistent_alloc(gfp 0x1f0, size 4096) = 0xc3000000, handle 0x01fff000`. */
  readonly text: string;
  /** Steps inside it that failed. */
  readonly failed: readonly FallibleStep[];
  /** Findings raised by it. */
  readonly findings: readonly Finding[];
}

/** The run so far, call by call; what `finish` found stands at the call that obtained it. */
export function timeline(kernel: Pick<Kernel, 'trace' | 'steps' | 'findings'>): readonly TimelineRow[] {
  return kernel.trace.map((event) => ({
    event,
    text: callText(event),
    failed: kernel.steps.filter((step) => step.failed && step.call === event.seq),
    findings: kernel.findings.filter((finding) => finding.evidence.at(-1)?.seq === event.seq),
  }));
}

/** The timeline for a terminal: one line a call, what failed and what was found indented below it. */
export function timelineText(rows: readonly TimelineRow[]): string {
  return rows
    .flatMap(({ event, text, failed, findings }) => [
      `${String(event.seq).padStart(5)}  ${event.context === 'process' ? '' : `[${event.context}] `}${text}${placeText(event)}`,
      ...failed.map((step) => `         failed: ${step.kind} number ${step.nth}, ${step.bytes} bytes`),
      ...findings.map((finding) => `         ${finding.rule} ${finding.severity}: ${finding.message}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function placeText({ place }: TraceEvent): string {
  return place === null ? '' : `    ${place.file}:${place.line}`;
}

function callText(event: TraceEvent): string {
  const names = callArguments[event.call] ?? [];
  const args = event.args.map((value, index) => {
    const name = names[index] ?? '';
    const decimal = name.startsWith('<');
    return `${name.replace(/[<>]/g, '')} ${decimal ? value : `0x${value.toString(16)}`}`.trim();
  });
  const address = returnsAddress(event.call);
  const result = address
    ? ` = ${event.result === 0 ? 'NULL' : hex(event.result)}`
    : event.result === 0
      ? ''
      : ` = ${event.result}`;
  const stored = event.stored === undefined ? '' : `, handle ${hex(event.stored)}`;
  return `${event.call}(${args.join(', ')})${result}${stored}`;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
