/** Where in the page the reader is: what stands behind the `#`. */
export interface Route {
  readonly view: string;
  /** Position of what is looked at in its list; null for none. */
  readonly item: number | null;
  /** What the list is narrowed to. */
  readonly query: Readonly<Record<string, string>>;
}

/** `#/sites/3?status=safe`. */
export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view = '', item] = path.split('/');
  const number = item === undefined || !/^\d+$/.test(item) ? null : Number(item);
  return { view, item: number, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The other way round; what is empty is left out. */
export function writeRoute({ view, item, query }: Route): string {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(given).toString();
  return `#/${view}${item === null ? '' : `/${item}`}${search === '' ? '' : `?${search}`}`;
}
