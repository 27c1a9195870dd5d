import type { Frame } from '../explore/frame.ts';
import type { Family } from '../families/family.ts';

/** Lines before the end of a way on which a comment speaks of it. */
const NEAR = 8;

/**
 * Whether a comment where a way ends, at `offset`, says that memory is left there: that it leaks, or the call that would free it
 * is put in the comment. A device that did not answer may still write to it.
 */
export function isLeftOnPurpose({ source, lineOf, definition }: Frame, offset: number, { frees }: Family): boolean {
  let start = offset;
  while (start > definition.start && lineOf(start) > lineOf(offset) - NEAR)
    start = source.text.lastIndexOf('\n', start - 1);
  const comments = source.text.slice(Math.max(start, definition.start), offset).match(/\/\*[\s\S]*?\*\/|\/\/.*/g) ?? [];
  return comments.some((text) => /\bleak/i.test(text) || frees.some(({ name }) => text.includes(`${name}(`)));
}
