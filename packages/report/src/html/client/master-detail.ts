import { counted, h, type Child } from './element.ts';
import { matching, valuesOf, type Facet } from './filter.ts';
import { writeRoute, type Route } from './route.ts';
import { virtualList } from './virtual-list.ts';

/** A kind of thing that the page lists, and how one of them looks. */
export interface Collection<Item> {
  readonly view: string;
  readonly one: string;
  readonly items: readonly Item[];
  readonly facets: readonly Facet<Item>[];
  /** What is searched. */
  readonly text: (item: Item) => string;
  readonly row: (item: Item) => readonly Child[];
  readonly detail: (item: Item) => HTMLElement;
}

const ROW_HEIGHT = 58;

/** A list to narrow and go through, and beside it what is chosen; on a narrow screen one at a time. */
export function masterDetail<Item>(collection: Collection<Item>, start: Route): HTMLElement {
  const { items, view, facets, one } = collection;
  const texts = items.map((item) => collection.text(item).toLowerCase());
  let query = start.query;
  let shown: readonly number[] = [];
  let chosen = start.item;

  const detail = h('section', { class: 'detail', 'aria-label': `This ${one}`, tabindex: -1 });
  const found = h('p', { class: 'found', role: 'status' });
  const remember = (opened: boolean): void => {
    history.replaceState(null, '', writeRoute({ view, item: opened ? chosen : null, query }));
  };
  const choose = (item: number | null): void => {
    chosen = item;
    detail.replaceChildren(
      h('a', { class: 'back', href: writeRoute({ view, item: null, query }) }, '← All of them'),
      item === null ? h('p', { class: 'dim' }, `No ${one} is like that.`) : collection.detail(items[item]!),
    );
    detail.scrollTop = 0;
  };
  const list = virtualList({
    label: counted(2, one).slice(2),
    rowHeight: ROW_HEIGHT,
    onMove(index) {
      choose(shown[index]!);
      list.mark(index);
      remember(true);
    },
    onOpen() {
      element.classList.add('opened');
      detail.focus({ preventScroll: true });
    },
  });
  const narrow = (): void => {
    shown = matching(items, texts, facets, query);
    const of = shown.length === items.length ? '' : ` of ${items.length.toLocaleString('en')}`;
    found.textContent = `${counted(shown.length, one)}${of}`;
    list.show(shown.length, (index) => collection.row(items[shown[index]!]!));
    const at = chosen === null ? 0 : Math.max(0, shown.indexOf(chosen));
    choose(shown[at] ?? null);
    if (shown.length > 0) list.mark(at);
  };
  const set = (name: string, value: string): void => {
    query = { ...query, [name]: value };
    narrow();
    remember(false);
  };

  const search = h('input', {
    type: 'search',
    class: 'search',
    placeholder: 'Search (press /)',
    'aria-label': `Search ${one}s`,
    value: query['q'] ?? '',
    oninput: () => set('q', search.value),
    onkeydown: (event: KeyboardEvent) => {
      if (event.key === 'ArrowDown') list.element.focus();
    },
  });
  const choices = facets.flatMap((facet) => {
    const values = valuesOf(items, facet.of);
    if (values.length < 2 && (query[facet.name] ?? '') === '') return [];
    const select = h(
      'select',
      { 'aria-label': facet.label, onchange: () => set(facet.name, select.value) },
      h('option', { value: '' }, `${facet.label}: all`),
      ...values.map(([value, count]) =>
        h('option', { value, selected: query[facet.name] === value }, `${value} (${count})`),
      ),
    );
    return [select];
  });
  const element = h(
    'div',
    { class: `master-detail${start.item === null ? '' : ' opened'}` },
    h(
      'section',
      { class: 'master', 'aria-label': `All ${one}s` },
      h('div', { class: 'tools', role: 'search' }, search, ...choices, found),
      list.element,
    ),
    detail,
  );
  narrow();
  return element;
}
