import { h, type Tone } from './element.ts';

/** A part of a whole; `href` leads to what it counts. */
export interface Part {
  readonly label: string;
  readonly count: number;
  readonly tone: Tone;
  readonly href?: string;
}

/** A whole and its parts, which add up to it: as a bar, and in numbers below. */
export function stackedBar(total: string, parts: readonly Part[]): HTMLElement {
  const bar = parts
    .filter(({ count }) => count > 0)
    .map(({ count, tone }) => {
      const segment = h('span', { class: `segment ${tone}` });
      segment.style.flexGrow = String(count);
      return segment;
    });
  const items = parts.map(({ label, count, tone, href }) => {
    const inside = [h('b', {}, count.toLocaleString('en')), ` ${label}`];
    return h(
      'li',
      { class: tone },
      href === undefined || count === 0 ? h('span', {}, ...inside) : h('a', { href }, ...inside),
    );
  });
  return h(
    'div',
    { class: 'stacked' },
    h('p', { class: 'whole' }, total),
    h('div', { class: 'bar', 'aria-hidden': 'true' }, ...bar),
    h('ul', { class: 'parts' }, ...items),
  );
}
