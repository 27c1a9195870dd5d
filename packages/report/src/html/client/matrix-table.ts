import type { ShownRun } from '../../verification/driver-runs.ts';
import { counted, h } from './element.ts';
import { disturbanceName, faultMatrix } from './fault-matrix.ts';

/** The matrix of faults and outcomes; a cell leads to its first run. */
export function matrixTable(runs: readonly ShownRun[], open: (run: number) => void): HTMLElement {
  const { columns, rows } = faultMatrix(runs);
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells.map((cell) => cell.length)));
  const head = columns.map(({ name }) => h('th', { scope: 'col' }, name));
  const cellOf = (numbers: readonly number[], column: number, fault: string): HTMLElement => {
    const { name, tone } = columns[column]!;
    if (numbers.length === 0) return h('td', { class: 'none' }, h('span', { class: 'sr' }, '0'));
    const label = `${counted(numbers.length, 'run')}: ${fault}, ${name}`;
    const button = h(
      'button',
      { type: 'button', class: `heat ${tone}`, 'aria-label': label, title: label, onclick: () => open(numbers[0]!) },
      String(numbers.length),
    );
    button.style.setProperty('--heat', `${Math.round(25 + (60 * Math.log1p(numbers.length)) / Math.log1p(most))}%`);
    return h('td', {}, button);
  };
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Fault matrix' },
    h(
      'table',
      { class: 'matrix' },
      h('caption', {}, `${counted(runs.length, 'run')}: what was made to fail, and what came of it`),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'fails'), h('th', { scope: 'col' }, 'runs'), ...head)),
      h(
        'tbody',
        {},
        ...rows.map(({ disturbance, runs: count, cells }) => {
          const { what, call, place } = disturbance;
          const where = place === null ? '' : ` ${place.file.split('/').at(-1)!}:${place.line}`;
          return h(
            'tr',
            {},
            h('th', { scope: 'row' }, what, call === null ? null : h('span', { class: 'dim' }, ` ${call}${where}`)),
            h('td', { class: 'runs' }, String(count)),
            ...cells.map((numbers, column) => cellOf(numbers, column, disturbanceName(disturbance))),
          );
        }),
      ),
    ),
  );
}
