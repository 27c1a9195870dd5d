import { contain } from './containment/contain.ts';
import type { Engine } from './parse/engine.ts';
import { lowerUnit } from './lower/unit.ts';
import { macroShapes, type MacroShapes } from './masks/macro-shapes.ts';
import { mask } from './masks/mask.ts';
import type { FileProblem } from './file-problem.ts';
import type { Source } from './source.ts';
import type { Unit } from './syntax/unit.ts';
import { lex, PUNCTUATION, type Lexemes } from './lexer.ts';
import { outlineOf, type Outline } from './outline/outline.ts';
import { prune, type Shown } from './outline/prune.ts';

/** Brackets nested deeper than this are refused: the parser's memory grows with depth. */
export const MAX_NESTING = 400;

/** Time allowed for one file: two seconds and two more for each MiB. */
export function timeoutFor(bytes: number): number {
  return 2000 + (bytes / 1024 / 1024) * 2000;
}

/** A parsed file, or why there is none. */
export type ParseResult = { readonly unit: Unit } | { readonly problem: FileProblem };

/** Says how much of a file is to be shown to the parser. */
export type Selection = (outline: Outline) => Shown;

/** How a file is parsed. */
export interface ParseOptions {
  /** The file's tokens, where they are at hand. */
  readonly lexemes?: Lexemes;
  readonly select?: Selection | null;
  /** What the headers that the file includes say of macros. */
  readonly macros?: MacroShapes;
}

/**
 * Masks, parses and lowers a file. A file over a limit is a problem (FH1005), a syntax error is not. With a selection,
 * functions are only shown as far as it asks; their offsets stay true.
 */
export function parseUnit(engine: Engine, source: Source, file: string, options: ParseOptions = {}): ParseResult {
  const { lexemes = lex(source.text), select, macros } = options;
  const depth = deepestNesting(lexemes);
  if (depth > MAX_NESTING) return limit(file, `has brackets nested ${depth} deep; the limit is ${MAX_NESTING}`);
  try {
    const outline = select && outlineOf(lexemes);
    const shapes = macroShapes(lexemes, macros);
    const masked = mask(outline ? prune(outline, select(outline)) : source.text, shapes);
    const timeout = timeoutFor(source.bytes.length);
    const tree = engine.parse(masked.text, timeout);
    if (!tree) return limit(file, 'takes too long to parse or has too many tokens');
    const again = (text: string) => {
      const other = engine.parse(text, timeout);
      return other && lowerUnit(file, source.text, other);
    };
    const unit = contain(lowerUnit(file, source.text, tree), masked.text, shapes, again);
    const defined = masked.defines.flatMap(({ start, end }) => {
      const own = engine.parse(`${source.text.slice(start, end)}\n`, timeout, start);
      return own ? lowerUnit(file, source.text, own).macros : [];
    });
    const all = defined.length > 0 ? [...unit.macros, ...defined].sort((a, b) => a.start - b.start) : unit.macros;
    return { unit: { ...unit, macros: all, hidden: masked.hidden } };
  } catch (error) {
    // Lowering goes as deep as the tree: a chain of thousands of operators is deeper than the stack.
    if (error instanceof RangeError) return limit(file, 'holds an expression or a statement that is nested too deep');
    throw error;
  }
}

function limit(file: string, what: string): ParseResult {
  const hint = 'Migrate it by hand, or exclude it.';
  return { problem: { file, code: 'FH1005', severity: 'error', message: what, hint } };
}

function deepestNesting({ text, count, kinds, starts, ends }: Lexemes): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < count; i++) {
    if (kinds[i] !== PUNCTUATION || ends[i]! - starts[i]! !== 1) continue;
    const code = text.charCodeAt(starts[i]!);
    if (code === 0x28 || code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x29 || code === 0x5d || code === 0x7d) depth = Math.max(0, depth - 1);
  }
  return deepest;
}
