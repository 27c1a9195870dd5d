/** What can stand in an element; nothing stands for null and false. */
export type Child = Node | string | null | false;

type Value = string | number | boolean | null | ((event: never) => void);

/** Attributes; a function listens to the event that its name has behind `on`. False and null leave one out. */
export type Attributes = Readonly<Record<string, Value>>;

/** An HTML element. Text is only ever put in as text. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  return furnished(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  return furnished(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function furnished<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/** A number of things: `1 site`, `2 sites`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** A time as one reads it. */
export function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A sentence; what stands in it between backticks is code. */
export function prose(text: string): (string | HTMLElement)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part));
}

/** A word with the colour of what it means. */
export function tag(tone: Tone, text: string): HTMLElement {
  return h('span', { class: `tag ${tone}` }, text);
}

/** How good a thing is. */
export type Tone = 'good' | 'warn' | 'bad' | 'dim';
