import type { Finding } from '../finding.ts';

const comment = /freehandle-ignore\s+([A-Z]\d+(?:\s*,\s*[A-Z]\d+)*)\s*:(?!\s*\*\/)\s*\S/;

/**
 * Whether the source says of a finding that it is known: `freehandle-ignore R7: reason` in a comment, in the line of the
 * finding or the one above it. Without a reason it says nothing.
 */
export function isSuppressed(lines: readonly string[], { rule, line }: Pick<Finding, 'rule' | 'line'>): boolean {
  return [lines[line - 1], lines[line - 2]].some((text) => {
    const rules = text === undefined ? null : comment.exec(text);
    return rules?.[1]?.split(/\s*,\s*/).includes(rule) ?? false;
  });
}
