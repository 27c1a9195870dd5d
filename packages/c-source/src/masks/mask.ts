import type { Span } from '../span.ts';
import { flattenConditionals } from './conditionals.ts';
import { macroShapes, type MacroShapes } from './macro-shapes.ts';
import { lex } from '../lexer.ts';
import { maskShapes } from './shapes.ts';
import { Sheet } from './sheet.ts';
import { maskAttributes, maskStringNeighbours } from './words.ts';

/** Text of the same length as the source that the grammar reads better, and the ranges taken out of sight. */
export interface Masked {
  readonly text: string;
  /** Branches of conditionals inside expressions and lists: code that the tree does not show. */
  readonly hidden: readonly Span[];
  /** Definitions of macros where the grammar takes none. */
  readonly defines: readonly Span[];
}

/**
 * Masks kernel vocabulary with blanks of equal length. `shapes` is what is known of the macros; without it they are those
 * that the text itself defines.
 */
export function mask(text: string, shapes?: MacroShapes): Masked {
  const sheet = new Sheet(text, shapes ?? macroShapes(lex(text)));
  maskAttributes(sheet);
  maskStringNeighbours(sheet);
  maskShapes(sheet);
  const hidden = flattenConditionals(sheet);
  return { text: sheet.bytes.toString('latin1'), hidden, defines: sheet.defines };
}
