import type { Finding } from '@freehandle/verifier';
import type { FormRuns } from '../../verification/driver-runs.ts';
import type { ReportedVerdict, VerifiedDriver } from '../../verification/verification-report.ts';
import type { ReportDocument } from './document.ts';
import { counted, h, prose, tag, type Tone } from './element.ts';
import { outcomesOf } from './fault-matrix.ts';
import { matrixTable } from './matrix-table.ts';
import { runViewer } from './run-viewer.ts';

const siteTones = {
  verified: 'good',
  refuted: 'bad',
  'under-constrained': 'warn',
  'not-reached': 'warn',
  'not-compiled': 'warn',
} as const;

/** A driver: what it came to, its free sites, and the runs of its forms. */
export function driverDetail(
  driver: VerifiedDriver,
  outcome: { readonly tone: Tone; readonly text: string },
  report: ReportDocument,
): HTMLElement {
  const { before, after } = driver;
  const runs = report.verification?.runs.find(({ file }) => file === driver.file)?.forms ?? [];
  const shown = runs.length === 0 ? null : runsOf(runs, report);
  return h(
    'article',
    {},
    h('h2', {}, h('code', {}, driver.file), ' ', tag(outcome.tone, outcome.text)),
    driver.why === null ? null : h('p', {}, driver.why),
    h('p', { class: 'dim' }, after.profile),
    formTable(before, after),
    ...driver.differences.map((text) => h('p', { class: 'bad' }, text)),
    driver.sites.length === 0 ? null : siteTable(driver),
    after.findings.length === 0
      ? null
      : h('ul', { class: 'short-findings' }, ...after.findings.map((finding) => findingItem(finding, shown))),
    driver.gaps.length === 0
      ? null
      : h('ul', { class: 'gaps' }, ...driver.gaps.map((text) => h('li', {}, tag('dim', 'gap'), text))),
    shown === null ? h('p', { class: 'dim' }, 'It was not run.') : shown.element,
  );
}

function findingItem(finding: Finding, runs: ShownRuns | null): HTMLElement {
  const { rule, severity, file, line, message } = finding;
  const see =
    runs?.has(finding) === true
      ? h('button', { type: 'button', class: 'see', onclick: () => runs.openFor(finding) }, 'see the run')
      : null;
  return h(
    'li',
    {},
    tag(severity === 'error' ? 'bad' : 'warn', rule),
    ' ',
    h('code', {}, `${file}:${line}`),
    ' ',
    ...prose(message),
    ' ',
    see,
  );
}

function formTable(before: ReportedVerdict | null, after: ReportedVerdict): HTMLElement {
  const row = (name: string, verdict: ReportedVerdict): HTMLElement => {
    if (verdict.error !== null) {
      const { file, line, message } = verdict.error;
      return h(
        'tr',
        {},
        h('th', { scope: 'row' }, name),
        h('td', { colspan: 4, class: 'bad' }, `${file}:${line}: ${message}`),
      );
    }
    const { allocator, runs, inconclusive, blocks, findings } = verdict;
    const cells = [
      allocator ?? '',
      inconclusive > 0 ? `${runs} (${inconclusive} inconclusive)` : String(runs),
      `${blocks.reached} of ${blocks.total}`,
      String(findings.length),
    ];
    return h('tr', {}, h('th', { scope: 'row' }, name), ...cells.map((text) => h('td', {}, text)));
  };
  const head = ['form', 'allocator', 'runs', 'blocks reached', 'findings'].map((name) =>
    h('th', { scope: 'col' }, name),
  );
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...head)),
      h('tbody', {}, before && row('before', before), row(before === null ? 'as it is' : 'after', after)),
    ),
  );
}

function siteTable({ sites }: VerifiedDriver): HTMLElement {
  const head = ['free site', 'function', 'verdict', 'runs', 'why'].map((name) => h('th', { scope: 'col' }, name));
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...head)),
      h(
        'tbody',
        {},
        ...sites.map(({ file, line, function: name, status, runs, why }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, h('code', {}, `${file.split('/').at(-1)!}:${line}`)),
            h('td', {}, name ?? ''),
            h('td', {}, tag(siteTones[status], status.replace('not-', 'not '))),
            h('td', {}, String(runs)),
            h('td', {}, why ?? ''),
          ),
        ),
      ),
    ),
  );
}

/** The runs of a driver on the page. */
interface ShownRuns {
  readonly element: HTMLElement;
  /** Whether a run of the form that counts shows a finding. */
  has(finding: Finding): boolean;
  /** Opens the first that does. */
  openFor(finding: Finding): void;
}

/** The matrix of one form, and the run that is looked at. */
function runsOf(forms: readonly FormRuns[], report: ReportDocument): ShownRuns {
  const matrix = h('div');
  const stage = h('div');
  const choice = h('select', { 'aria-label': 'Run', onchange: () => open(Number(choice.value)) });
  let form = forms.at(-1)!;
  const open = (number: number): void => {
    const { film, name } = form.runs[number]!;
    choice.value = String(number);
    stage.replaceChildren(
      film === null
        ? h('p', { class: 'dim' }, `The run ${name} was not recorded: freehandle replay makes it again.`)
        : runViewer(film, form.form, report),
    );
  };
  const openFromMatrix = (number: number): void => {
    open(number);
    const viewer = stage.querySelector<HTMLElement>('.viewer');
    viewer?.focus({ preventScroll: true });
    viewer?.scrollIntoView({ block: 'nearest' });
  };
  const show = (chosen: FormRuns): void => {
    form = chosen;
    const { runs, left, why } = form;
    choice.replaceChildren(
      ...runs.map((run, number) => {
        const outcome = outcomesOf(run).map(({ name }) => name);
        return h('option', { value: number }, `${number + 1}. ${run.name}: ${outcome.join(', ')}`);
      }),
    );
    matrix.replaceChildren(
      ...(why === null ? [] : [h('p', { class: 'bad' }, `The runs could not be made again: ${why}`)]),
      ...(runs.length === 0 ? [] : [matrixTable(runs, openFromMatrix)]),
      ...(left === 0 ? [] : [h('p', { class: 'dim' }, `${counted(left, 'more run')} not shown here`)]),
    );
    choice.hidden = runs.length === 0;
    stage.replaceChildren();
    if (runs.length > 0) open(0);
  };
  const names = forms.map((one) =>
    h(
      'label',
      {},
      h('input', { type: 'radio', name: 'form', value: one.form, checked: one === form, onchange: () => show(one) }),
      one.form === 'before' ? ' before the migration' : forms.length === 1 ? ' as it is' : ' after it',
    ),
  );
  show(form);
  const counting = forms.at(-1)!;
  const runOf = ({ rule, file, line }: Finding): number =>
    counting.runs.findIndex(({ findings }) =>
      findings.some((one) => one.rule === rule && one.file === file && one.line === line),
    );
  const element = h(
    'section',
    { class: 'runs', 'aria-label': 'Runs' },
    h('h3', {}, 'Runs'),
    forms.length === 1
      ? null
      : h('fieldset', { class: 'forms' }, h('legend', { class: 'sr' }, 'Form of the driver'), ...names),
    matrix,
    h('div', { class: 'run-choice' }, choice),
    stage,
  );
  return {
    element,
    has: (finding) => runOf(finding) >= 0,
    openFor(finding) {
      if (form !== counting) show(counting);
      for (const input of element.querySelectorAll<HTMLInputElement>('input[name=form]')) {
        input.checked = input.value === counting.form;
      }
      openFromMatrix(runOf(finding));
    },
  };
}
