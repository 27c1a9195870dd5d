import { counted, h } from './element.ts';

/** The patch, file by file; only what is in sight is drawn. */
export function diffView(diff: string): HTMLElement {
  const files = diff.split(/^(?=--- )/m).filter((text) => text.trim() !== '');
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
  const name = /^\+\+\+ (?:b\/)?([^\t]*)/.exec(lines[1] ?? '')?.[1] ?? '';
  const kinds: Readonly<Record<string, string>> = { '+': 'add', '-': 'del', '@': 'hunk' };
  const body = lines.slice(2).map((line) => h('span', { class: kinds[line.charAt(0)] ?? 'same' }, `${line}\n`));
  const block = h('pre', { tabindex: 0, 'aria-label': `Changes of ${name}` }, ...body);
  const section = h('section', { class: 'file-diff' }, h('h2', {}, h('code', {}, name)), block);
  section.style.containIntrinsicSize = `auto ${lines.length * 19 + 60}px`;
  return section;
}
