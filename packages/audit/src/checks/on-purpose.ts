import type { Frame } from '../explore/frame.ts';
import type { Family } from '../families/family.ts';

/** Lines before the end of a way on which a comment speaks of it. */
const NEAR = 8;

/** What says that memory is left because it may not be freed, or that nothing else can be done. */
const INTENT =
  /\b(?:(?:can(?:no|')t|must not|do(?:n't| not)|not safe to|unsafe to) (?:be )?(?:free|release)d?\b|(?:we|must|just|will|have to|rather|better(?: to)?|deliberately|intentionally) leak\b|leak(?:s|ed|ing)?\b.*\b(?:on purpose|deliberate|intentional|no choice|rather than|to avoid|(?:may|might|could) still)|(?:on purpose|deliberate|intentional)(?:ly)?\b.*\bleak)/i;

/** A comment near the end of a way that speaks of memory that is left there. */
export interface Remark {
  /** Its words, white space put together. */
  readonly text: string;
  /** Whether it says that the memory is left on purpose. */
  readonly isIntent: boolean;
}

/**
 * The comment where a way ends, at `offset`, that says that memory leaks, or in which the call stands that would free it. A device
 * that did not answer may still write to it.
 */
export function remarkAt({ source, lineOf, definition }: Frame, offset: number, { frees }: Family): Remark | null {
  let start = offset;
  while (start > definition.start && lineOf(start) > lineOf(offset) - NEAR)
    start = source.text.lastIndexOf('\n', start - 1);
  const comments = source.text.slice(Math.max(start, definition.start), offset).match(/\/\*[\s\S]*?\*\/|\/\/.*/g) ?? [];
  const words = comments.map((one) =>
    one
      .replace(/^\/[*/]+|\*\/$|\n\s*\*/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  const intent = words.find((text) => INTENT.test(text));
  if (intent !== undefined) return { text: intent, isIntent: true };
  const text = words.find((one) => /\bleak/i.test(one) || frees.some(({ name }) => one.includes(`${name}(`)));
  return text === undefined ? null : { text, isIntent: false };
}
