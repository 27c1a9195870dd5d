// Which files of the repository are pages of the site, and where they stand there.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';

/** Every page: where it comes from, and its path in the site. */
export function pagesOf(repository) {
  const files = globSync(
    [
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'docs/**/*.md',
      'packages/*/README.md',
      'packages/verifier/kit/README.md',
      'examples/README.md',
      'tools/*/README.md',
    ],
    { cwd: repository },
  );
  return files
    .sort(naturally)
    .map((file) => ({ file, page: pageOf(file), text: readFileSync(`${repository}${file}`, 'utf8') }));
}

/** `docs/rules/README.md` is `rules/index.md`; what does not come from docs/ keeps its folder. */
function pageOf(file) {
  if (file === 'README.md') return 'index.md';
  if (file.startsWith('docs/')) return file.slice('docs/'.length).replace(/README\.md$/, 'index.md');
  return file.toLowerCase().replace(/\/readme\.md$/, '.md');
}

/** The first heading of a page, without its markup. */
export function titleOf({ page, text }) {
  const heading = /^# (.*)$/m.exec(text)?.[1] ?? path.basename(page, '.md');
  return heading.replace(/[`*]/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

/** The menu at the side: a group for each folder, in which the pages are in natural order, R2 before R10. */
export function sidebarOf(pages) {
  const groups = new Map();
  for (const one of pages) {
    const folder = path.dirname(one.page);
    groups.set(folder, [...(groups.get(folder) ?? []), one]);
  }
  const item = (one) => ({ text: titleOf(one), link: `/${one.page.replace(/index\.md$/, '').replace(/\.md$/, '')}` });
  return [...groups].map(([folder, inside]) => {
    const index = inside.find(({ page }) => path.basename(page) === 'index.md');
    const others = inside.filter((one) => one !== index).sort((a, b) => naturally(a.page, b.page));
    if (folder === '.') return { text: 'Freehandle', items: [index, ...others].map(item) };
    const text = index ? titleOf(index) : folder.charAt(0).toUpperCase() + folder.slice(1);
    return { text, collapsed: true, ...(index ? { link: item(index).link } : {}), items: others.map(item) };
  });
}

function naturally(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}
