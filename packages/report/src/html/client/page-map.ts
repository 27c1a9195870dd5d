import type { PageMapCell } from '@freehandle/model';
import type { Film } from '../../verification/driver-runs.ts';
import { h } from './element.ts';
import { countedCells, pagesAt, ranges } from './run-steps.ts';

/** The page frames that a run changes, as cells, and how many frames are what. */
export interface PageMap {
  readonly element: HTMLElement;
  /** Shows the frames at a moment of the run. */
  show(moment: number): void;
}

/** A page map for a run; `signs` has the letter of each state. */
export function pageMap(pages: Film['pages'], signs: Readonly<Record<PageMapCell, string>>): PageMap {
  const cells = pages.frames.map((frame) => h('span', { class: 'frame', title: hexFrame(frame) }));
  const blocks = ranges(pages.frames).map(({ from, to }) =>
    h(
      'div',
      { class: 'frames' },
      h('span', { class: 'frame-name' }, hexFrame(pages.frames[from]!)),
      h('div', { class: 'cells' }, ...cells.slice(from, to)),
    ),
  );
  const map = h('div', { class: 'page-map', role: 'img' }, ...blocks);
  const legend = h('ul', { class: 'page-legend' });
  return {
    element: h(
      'section',
      { 'aria-label': 'Page frames' },
      h('h4', {}, 'Page frames'),
      pages.frames.length === 0 ? h('p', { class: 'dim' }, 'No frame changes in this run.') : map,
      legend,
    ),
    show(moment) {
      const { cells: now, changed } = pagesAt(pages, moment);
      for (const [index, cell] of now.entries()) {
        const element = cells[index]!;
        element.dataset['cell'] = cell;
        element.textContent = signs[cell];
        element.title = `${hexFrame(pages.frames[index]!)}: ${cell}`;
        element.classList.toggle('changed', changed.has(index));
      }
      const counts = countedCells(now, pages.unchanged);
      map.setAttribute('aria-label', counts.map(([cell, count]) => `${count} ${cell}`).join(', '));
      legend.replaceChildren(
        ...counts.map(([cell, count]) =>
          h(
            'li',
            {},
            h('span', { class: 'frame', 'data-cell': cell, 'aria-hidden': 'true' }, signs[cell]),
            ` ${cell} `,
            h('b', {}, count.toLocaleString('en')),
          ),
        ),
      );
    },
  };
}

function hexFrame(frame: number): string {
  return `frame 0x${frame.toString(16)}`;
}
