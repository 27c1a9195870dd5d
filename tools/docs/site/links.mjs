// Links between files of the repository, as links between pages of the site.
import { existsSync } from 'node:fs';
import path from 'node:path';

const link = /\]\((?![a-z]+:)([^)#\s]+)(#[^)]*)?\)/g;

/**
 * A page's text with its links turned. A link to a file that is no page leads to a copy of that file: `attach` is told of
 * each. A link to nothing is left as it is, and ends the build as a dead one.
 */
export function turnLinks({ file, page, text }, pages, repository, attach) {
  const pageByFile = new Map(pages.map((one) => [one.file, one.page]));
  const turned = (whole, target, anchor = '') => {
    const wanted = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
    const found = pageByFile.get(wanted) ?? pageByFile.get(path.posix.join(wanted, 'README.md'));
    if (found !== undefined) return `](${relative(page, found)}${anchor})`;
    if (target.endsWith('/') || !path.posix.extname(wanted)) {
      // a folder without a page of its own is named, not linked
      return existsSync(`${repository}${wanted}`) ? ']' : whole;
    }
    if (!existsSync(`${repository}${wanted}`) || wanted.endsWith('.md')) return whole;
    attach(wanted);
    return `](/files/${wanted})`;
  };
  // code is no text
  return text
    .split(/(```[\s\S]*?```)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(link, turned)))
    .join('')
    .replace(/\[([^\]]*)\]\](?!\()/g, '[$1]');
}

function relative(from, to) {
  const way = path.posix.relative(path.posix.dirname(from), to);
  return way.startsWith('.') ? way : `./${way}`;
}
