import wrapAnsi from 'wrap-ansi';

/** Columns of a commit message; git log indents by four. */
const WIDTH = 72;

/** Prose in lines of at most {@link WIDTH} columns, each after `indent`; a longer word has a line of its own. */
export function wrap(text: string, indent = ''): string {
  const lines = wrapAnsi(text.replace(/\s+/g, ' '), WIDTH - indent.length).split('\n');
  return lines.map((line) => indent + line).join('\n');
}
