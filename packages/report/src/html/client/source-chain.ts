import type { Excerpts } from '../excerpts.ts';
import { codeLine } from './c-tokens.ts';
import { arrowsOf, blocksOf, type Block, type Mark } from './chain-layout.ts';
import { h, prose, svg } from './element.ts';

const names = { way: 'the buffer’s way', size: 'its size', handle: 'its handle' } as const;

/** Pixels: distance of two arrows, radius of their corners. */
const [LANE, RADIUS] = [9, 5];

/** Pixels by which arrows of different kinds at one line stand apart. */
const apart = { way: 0, size: -5, handle: 5 } as const;

/** A story drawn through the source: the lines it goes through, in their surroundings, and arrows from one to the next. */
export function sourceChain(marks: readonly Mark[], sources: Excerpts): HTMLElement {
  const lines = new Map<number, HTMLElement>();
  const numbers = new Map<number, number>();
  for (const [index, { kind }] of marks.entries()) if (kind === 'way') numbers.set(index, numbers.size + 1);
  const blocks = blocksOf(marks).map((block) => blockElement(block, marks, numbers, sources, lines));
  const drawing = svg('svg', { class: 'arrows', 'aria-hidden': 'true' });
  const figure = h('div', { class: 'chain' }, drawing, ...blocks);
  const draw = (): void => {
    // the last it hears of is that it left the page
    if (!figure.isConnected) return;
    const top = figure.getBoundingClientRect().top;
    const middle = (index: number): number => {
      const box = lines.get(index)!.getBoundingClientRect();
      return Math.round(box.top + box.height / 2 - top);
    };
    const gutter = parseFloat(getComputedStyle(figure).paddingLeft);
    drawing.setAttribute('width', String(gutter));
    drawing.setAttribute('height', String(figure.offsetHeight));
    const places = new Map(marks.map((_, index) => [index, middle(index)]));
    drawing.replaceChildren(
      ...arrowsOf(marks, (index) => places.get(index)!).flatMap(({ from, to, kind, lane }) => {
        const x = Math.max(3, gutter - 16 - lane * LANE);
        return arrow(places.get(from)! + apart[kind], places.get(to)! + apart[kind], { x, end: gutter - 4 }, kind);
      }),
    );
  };
  new ResizeObserver(draw).observe(figure);
  const kinds = (['way', 'size', 'handle'] as const).filter((kind) => marks.some((mark) => mark.kind === kind));
  const legend = h('p', { class: 'legend' }, ...kinds.map((kind) => h('span', { class: `key ${kind}` }, names[kind])));
  return h('figure', { class: 'story' }, figure, kinds.length > 1 && h('figcaption', {}, legend));
}

function blockElement(
  { form, file, from, to }: Block,
  marks: readonly Mark[],
  numbers: ReadonlyMap<number, number>,
  sources: Excerpts,
  lines: Map<number, HTMLElement>,
): HTMLElement {
  const excerpt = sources[form]?.[file] ?? {};
  const rows: HTMLElement[] = [];
  for (let line = from; line <= to; line++) {
    const here = marks.flatMap((mark, index) =>
      mark.file === file && mark.form === form && mark.line === line ? [index] : [],
    );
    const text = excerpt[line];
    if (text === undefined && here.length === 0) continue;
    const row = h(
      'div',
      { class: `line${here.length > 0 ? ' marked' : ''}` },
      h('span', { class: 'number' }, String(line)),
      h('code', {}, ...codeLine(text ?? '')),
    );
    rows.push(row);
    if (here.length === 0) continue;
    const texts = here.filter((index) => marks[index]!.kind === 'way').map((index) => marks[index]!.what);
    for (const index of here) lines.set(index, row);
    rows.push(h('div', { class: 'note' }, ...here.map((index) => noteOf(marks[index]!, numbers.get(index), texts))));
  }
  const name = form === 'tree' ? file : `${file} (${form} the migration)`;
  return h('div', { class: 'block' }, h('div', { class: 'block-name' }, name), h('div', { class: 'code' }, ...rows));
}

/** What a mark says; of a size or a handle only that it is one, where a station of the way tells which. */
function noteOf({ what, kind, text }: Mark, badge: number | undefined, told: readonly string[]): HTMLElement {
  if (kind === 'way') return h('span', { class: 'way' }, h('span', { class: 'badge' }, String(badge)), ...prose(what));
  return h('span', { class: `origin ${kind}` }, told.some((one) => one.includes(text ?? what)) ? kind : what);
}

/** From one height to another, from `end` out to `x` and back, with a head at its end. */
function arrow(
  from: number,
  to: number,
  { x, end }: { readonly x: number; readonly end: number },
  kind: Mark['kind'],
): SVGElement[] {
  const turn = to > from ? RADIUS : -RADIUS;
  const path = `M ${end} ${from} H ${x + RADIUS} Q ${x} ${from} ${x} ${from + turn} V ${to - turn} Q ${x} ${to} ${x + RADIUS} ${to} H ${end - 5}`;
  return [
    svg('path', { d: path, class: `arrow ${kind}` }),
    svg('path', { d: `M ${end} ${to} l -7 -4 v 8 z`, class: `head ${kind}` }),
  ];
}
