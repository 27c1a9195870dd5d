import {
  cellName,
  pageMapText,
  type Accounting,
  type LeakedRun,
  type MachineStory,
  type Story,
  type StoryCall,
  type StoryStep,
} from '@freehandle/model';
import { count } from '../count.ts';
import { paint, type Paint } from '../paint.ts';
import { colored } from './pretty-table.ts';

/** One claim told: its steps with the calls they made, the page map before and after, and what leaked. */
export function prettyStory(story: Story, options: { readonly color: boolean }): string {
  const p = paint(options.color);
  const condition = story.verdict.condition === null ? '' : ` (${story.verdict.condition})`;
  return [
    `${p.bold(`${story.id}  ${story.claim}`)}`,
    `on ${cellName(story)}`,
    '',
    ...story.machines.flatMap((machine, index) => [
      ...(story.machines.length > 1 ? [p.bold(`Machine ${index + 1} of ${story.machines.length}`), ''] : []),
      prettyMachine(machine, p),
    ]),
    `Seen: ${story.observable}`,
    `Verdict: ${colored(story.verdict, story.verdict.answer, p)}${condition}`,
    '',
    story.explanation,
    '',
  ].join('\n');
}

function prettyMachine({ steps, leaked }: MachineStory, p: Paint): string {
  const first = steps[0];
  const last = steps.at(-1);
  const maps =
    first === undefined || last === undefined || first.map.cells.length === 0
      ? []
      : ['Page frames before', pageMapText(first.map), 'Page frames after', pageMapText(last.map)];
  return [...steps.map((step, index) => prettyStep(step, index + 1, p)), ...maps, leakedText(leaked, p)].join('\n');
}

function prettyStep(step: StoryStep, number: number, p: Paint): string {
  return [
    `${String(number).padStart(2)}. ${step.text}`,
    ...step.calls.flatMap((call) => prettyCall(call, p)),
    p.dim(`      ${pages(step.accounting)}`),
    '',
  ].join('\n');
}

function prettyCall(call: StoryCall, p: Paint): string[] {
  const times = call.times > 1 ? `  ×${call.times}` : '';
  return [
    `      ${call.text}${times}`,
    ...call.failed.map(({ kind, nth }) => p.yellow(`        ${kind} ${nth} made to fail`)),
    ...call.findings.map(({ rule, message, times: n }) =>
      p.red(`        ${rule}  ${message}${n > 1 ? `  (${n} times)` : ''}`),
    ),
  ];
}

function pages({ byOwner }: Accounting): string {
  return Object.entries(byOwner)
    .filter(([, n]) => n > 0)
    .map(([owner, n]) => `${owner} ${n}`)
    .join(', ');
}

function leakedText(leaked: readonly LeakedRun[], p: Paint): string {
  const lost = leaked.reduce((sum, run) => sum + run.pages, 0);
  if (lost === 0) return 'Leaked: nothing.\n';
  const runs = leaked.map(({ frame, pages: n, cause }) => `  frame ${frame}: ${count(n, 'page')}, ${cause}`);
  return `${p.red(`Leaked: ${count(lost, 'page')}`)}\n${runs.join('\n')}\n`;
}
