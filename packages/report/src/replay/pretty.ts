import type { TracedCall } from '@freehandle/verifier';
import { count } from '../count.ts';
import { paint, type Paint } from '../paint.ts';
import { circumstances } from '../verification/circumstances.ts';
import type { ReplayedFinding, ReplayReport } from './replay-report.ts';

const forms = { before: ', before the migration', after: ', after the migration', alone: '' } as const;

/** Each finding with its run, call by call; then what came again. */
export function prettyReplay(report: ReplayReport, options: { readonly color: boolean }): string {
  const p = paint(options.color);
  const { totals, driver } = report;
  const blocks = report.findings.map((finding) => `${prettyFinding(finding, driver, p)}\n\n`);
  const unexpected = report.unexpected.map(
    ({ rule, file, line, message }) => `  ${p.red(rule)}  ${file}:${line}: ${message}  [not in the certificate]\n`,
  );
  const result =
    totals.findings === 0
      ? `${driver}: ${count(totals.runs, 'run')} again, ${unexpected.length === 0 ? p.green('clean') : p.red(count(unexpected.length, 'finding'))}\n`
      : `${driver}: ${totals.reproduced} of ${count(totals.findings, 'finding')} reproduced\n`;
  return [...blocks, result, ...unexpected].join('');
}

function prettyFinding(
  { number, form, finding, reproduced, replay }: ReplayedFinding,
  driver: string,
  p: Paint,
): string {
  const name = finding.function === null ? '' : ` ${finding.function}`;
  return [
    p.bold(`${driver}, finding ${number}${forms[form]}`),
    `  ${p.red(finding.rule)}  ${finding.file}:${finding.line}${name}: ${finding.message}`,
    ...circumstances(finding).map((line) => p.dim(`      ${line}`)),
    ...callLines(replay.calls, p),
    reproduced
      ? `  ${p.red('reproduced')}`
      : `  ${p.green('not reproduced')}${replay.conclusive ? '' : ': what was planned did not happen'}`,
  ].join('\n');
}

/** A line a call; the same call over and over is one. */
function callLines(calls: readonly TracedCall[], p: Paint): string[] {
  const lines: { text: string; times: number }[] = [];
  for (const call of calls) {
    const text = callLine(call, p);
    const last = lines.at(-1);
    if (last?.text === text) last.times++;
    else lines.push({ text, times: 1 });
  }
  return lines.map(({ text, times }) => (times === 1 ? text : `${text}  ${times} times`));
}

function callLine({ call, args, result, text, place, faults }: TracedCall, p: Paint): string {
  if (call.startsWith('→'))
    return `  ${p.bold(call)}${result === null ? ', which did not return' : ` returned ${result}`}`;
  const given = text === null ? args.map(shown).join(', ') : JSON.stringify(text.trim());
  const where = place === null ? '' : `${place.file}:${place.line}  `;
  const failed = faults.length === 0 ? '' : p.red(`  ${faults.join(' and ')} fails`);
  return `      ${p.dim(where)}${call}(${given}) = ${result === null ? 'no return' : shown(result)}${failed}`;
}

/** The errors that the kernel returns are small and negative; what is larger than 16 bits is an address or a mask. */
function shown(value: number): string {
  return value > 0xffff && value < 0xffff_f000 ? `0x${value.toString(16)}` : String(value | 0);
}
