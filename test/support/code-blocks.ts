import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { repository } from './command.ts';

/** Every page of the repository that is ours to read. */
export const pages = globSync(['*.md', '{docs,examples,packages,tools}/**/*.md'], {
  cwd: repository,
  ignore: ['**/node_modules/**', '**/dist/**', '**/fixtures/**', 'packages/cli/docs/**'],
}).sort();

/** A fenced block of a page. */
export interface CodeBlock {
  readonly page: string;
  /** 1-based line of its fence. */
  readonly line: number;
  /** The word behind the fence; empty where there is none. */
  readonly kind: string;
  readonly title: string | null;
  readonly code: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): CodeBlock[] {
  const text = read(page);
  return [...text.matchAll(/^```(\w*)(?: title="([^"]*)")?\n([\s\S]*?)^```$/gm)].map(
    ({ 1: kind, 2: title, 3: code, index }) => ({
      page,
      line: text.slice(0, index).split('\n').length,
      kind: kind!,
      title: title ?? null,
      code: code!,
    }),
  );
}

/** The blocks of some kinds on all pages. */
export function blocksOfKind(...kinds: string[]): CodeBlock[] {
  return pages.flatMap(blocksOf).filter(({ kind }) => kinds.includes(kind));
}

/** The lines of a page that are indented like code, with their numbers: code that no test would see. */
export function indentedCode(page: string): string[] {
  const lines = read(page)
    .replace(/^```[\s\S]*?^```$/gm, (block) => block.replace(/[^\n]/g, ''))
    .split('\n');
  return lines.flatMap((line, i) => (/^ {4}\S/.test(line) && lines[i - 1] === '' ? [`${page}:${i + 1}: ${line}`] : []));
}

/** The text of a file of the repository. */
export function read(file: string): string {
  return readFileSync(`${repository}${file}`, 'utf8');
}
