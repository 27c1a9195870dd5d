import { counted, h } from './element.ts';

/** The patch, file by file; only what is in sight is drawn. */
export function diffView(diff: string): HTMLElement {
  const files = diff.split(/^(?=diff --git )/m).filter((text) => text !== '');
  return h(
    'div',
    { class: 'diffs' },
    h('h1', {}, 'Diff'),
    h('p', { class: 'dim' }, counted(files.length, 'file')),
    ...files.map(fileDiff),
  );
}

function fileDiff(text: string): HTMLElement {
  const lines = text.replace(/\n$/, '').split('\n');
  const name = /^diff --git a\/.* b\/(.*)$/.exec(lines[0]!)?.[1] ?? '';
  const kinds: Readonly<Record<string, string>> = { '+': 'add', '-': 'del', '@': 'hunk' };
  const first = lines.findIndex((line) => line.startsWith('@@'));
  const body = lines
    .slice(Math.max(first, 0))
    .map((line) => h('span', { class: kinds[line.charAt(0)] ?? 'same' }, `${line}\n`));
  const block = h('pre', { tabindex: 0, 'aria-label': `Changes of ${name}` }, ...body);
  const section = h('section', { class: 'file-diff' }, h('h2', {}, h('code', {}, name)), block);
  section.style.containIntrinsicSize = `auto ${lines.length * 19 + 60}px`;
  return section;
}
