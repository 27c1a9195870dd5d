import { h, type Child } from './element.ts';

/** Rows kept ready above and below what is seen. */
const SPARE = 8;

/** A list of any length of which only the rows in sight exist. */
export interface VirtualList {
  readonly element: HTMLElement;
  /** Shows other rows; the first of them comes into sight. */
  show(count: number, row: (index: number) => readonly Child[]): void;
  /** Marks a row, and brings it into sight; -1 marks none. */
  mark(index: number): void;
}

/**
 * A listbox by the keyboard's usual ways. `onMove` is told of the row that arrow keys or a click lead to, `onOpen` of the
 * one that was clicked or entered.
 */
export function virtualList(options: {
  readonly label: string;
  readonly rowHeight: number;
  readonly onMove: (index: number) => void;
  readonly onOpen?: (index: number) => void;
}): VirtualList {
  const { label, rowHeight, onMove, onOpen } = options;
  const id = `list-${label.toLowerCase().replaceAll(/\W+/g, '-')}`;
  let count = 0;
  let marked = -1;
  let row: (index: number) => readonly Child[] = () => [];
  const space = h('div', { class: 'space', role: 'presentation' });
  const element = h('div', { class: 'list', role: 'listbox', tabindex: 0, 'aria-label': label, id }, space);

  const draw = (): void => {
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - SPARE);
    const end = Math.min(count, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + SPARE);
    const rows: HTMLElement[] = [];
    for (let index = first; index < end; index++) {
      const option = h(
        'div',
        {
          class: 'row',
          role: 'option',
          id: `${id}-${index}`,
          'aria-selected': String(index === marked),
          'aria-posinset': index + 1,
          'aria-setsize': count,
          onclick: () => {
            onMove(index);
            onOpen?.(index);
          },
        },
        ...row(index),
      );
      option.style.top = `${index * rowHeight}px`;
      option.style.height = `${rowHeight}px`;
      rows.push(option);
    }
    space.replaceChildren(...rows);
    if (marked < 0) element.removeAttribute('aria-activedescendant');
    else element.setAttribute('aria-activedescendant', `${id}-${marked}`);
  };

  const reveal = (index: number): void => {
    const top = index * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
  };

  const list: VirtualList = {
    element,
    show(newCount, newRow) {
      count = newCount;
      row = newRow;
      marked = -1;
      space.style.height = `${count * rowHeight}px`;
      element.scrollTop = 0;
      draw();
    },
    mark(index) {
      marked = index;
      if (index >= 0) reveal(index);
      draw();
    },
  };
  element.addEventListener('scroll', draw, { passive: true });
  // what is in sight is known once it is in the page
  new ResizeObserver(() => {
    if (marked >= 0) reveal(marked);
    draw();
  }).observe(element);
  element.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(element.clientHeight / rowHeight) - 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: marked + 1,
      ArrowUp: marked - 1,
      PageDown: marked + page,
      PageUp: marked - page,
      Home: 0,
      End: count - 1,
    };
    const target = targets[event.key];
    if (target !== undefined && count > 0) onMove(Math.min(count - 1, Math.max(0, target)));
    else if (event.key === 'Enter' && marked >= 0) onOpen?.(marked);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return list;
}
