import { oneLine } from '../one-line.ts';

/** Text as code inside a table's cell, whatever backquotes, bars and line ends it holds. */
export function inlineCode(text: string): string {
  const line = oneLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}
