import type { Film } from '../../verification/driver-runs.ts';
import { h } from './element.ts';
import { lastMoment } from './run-steps.ts';

/** The life of each allocation of a run, as bars over its calls. */
export interface AllocationLines {
  readonly element: HTMLElement;
  /** Puts the mark of the present at a moment of the run. */
  show(moment: number): void;
}

/** Bars for the allocations of a run; a click leads to the moment in which one was made. */
export function allocationLines(film: Film, go: (moment: number) => void): AllocationLines {
  const end = lastMoment(film);
  const percent = (moment: number): string => `${(100 * moment) / end}%`;
  // what a driver has when it is stopped, it might have freed later
  const isStopped = film.calls.some(({ result }) => result === null);
  const rows = film.allocations.map(({ label, bytes, handle, address, from, to }) => {
    const until =
      to === null ? (isStopped ? 'held when the run was stopped' : 'never freed') : `freed by call ${to + 1}`;
    const title = `${label}: ${bytes} bytes at 0x${address.toString(16)}, call ${from + 1}, ${until}`;
    const kind = to === null && !isStopped ? 'left' : handle === null ? 'plain' : 'consistent';
    const bar = h('button', {
      type: 'button',
      class: `bar-of ${kind}`,
      title,
      tabindex: -1,
      onclick: () => go(from + 1),
    });
    bar.style.left = percent(from + 1);
    bar.style.right = `calc(100% - ${percent(to === null ? end : to + 1)})`;
    return h(
      'li',
      {},
      h('span', { class: 'life-name' }, label, h('span', { class: 'dim' }, ` ${bytes} B`)),
      h('span', { class: 'track' }, bar),
      h('span', { class: 'sr' }, title),
    );
  });
  const element = h(
    'section',
    { 'aria-label': 'Allocations' },
    h('h4', {}, 'Allocations'),
    rows.length === 0
      ? h('p', { class: 'dim' }, 'The driver allocated nothing.')
      : h('ul', { class: 'lives' }, ...rows),
    h(
      'p',
      { class: 'legend' },
      h('span', { class: 'key consistent' }, 'consistent'),
      h('span', { class: 'key plain' }, 'other memory'),
      h('span', { class: 'key left' }, 'never freed'),
    ),
  );
  return {
    element,
    show: (moment) => element.style.setProperty('--now', percent(moment)),
  };
}
