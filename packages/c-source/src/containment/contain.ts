import type { MacroShapes } from '../masks/macro-shapes.ts';
import type { Span } from '../span.ts';
import type { FunctionDefinition, Unit } from '../syntax/unit.ts';
import { cutOut } from './cut-out.ts';

type Parsed = Omit<Unit, 'hidden'>;

/** What is missing may come to light one after another. */
const MAX_ROUNDS = 4;

/**
 * Reads a unit again without the statements of functions that did not parse, where they can be cut out whole, as long as less
 * is broken then. What is cut out is `contained` in its function; the rest of the function is as sure as any.
 */
export function contain(
  unit: Parsed,
  text: string,
  macros: MacroShapes,
  parse: (text: string) => Parsed | null,
): Parsed {
  let best = unit;
  let shown = text;
  const contained: Span[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const broken = best.functions.flatMap((one) => one.broken);
    const cut = broken.length > 0 ? cutOut(shown, broken, macros) : null;
    const next = cut && parse(cut.text);
    if (!cut || !next || next.functions.length < best.functions.length || sizeOf(next) >= sizeOf(best)) break;
    contained.push(...cut.statements);
    best = next;
    shown = cut.text;
  }
  if (contained.length === 0) return unit;
  contained.sort((a, b) => a.start - b.start);
  const functions = best.functions.map((one): FunctionDefinition => {
    const own = contained.filter((span) => one.start <= span.start && span.end <= one.end);
    return own.length > 0 ? { ...one, contained: own } : one;
  });
  return { ...best, functions };
}

function sizeOf(unit: Parsed): number {
  return [...unit.broken, ...unit.functions.flatMap((one) => one.broken)].reduce(
    (sum, one) => sum + one.end - one.start,
    0,
  );
}
