import { NAME, PUNCTUATION, type Lexemes } from '../lexer.ts';

/** A part of a function that may be shown, as positions of tokens, both included. */
export interface Part {
  /** An `assignment` gives variables of the function values, and nothing else of it is of interest. */
  readonly kind: 'open' | 'close' | 'head' | 'statement' | 'declaration' | 'assignment';
  readonly from: number;
  readonly to: number;
  /** What a declaration declares, or an assignment gives a value, by number; null when it is shown in any case. */
  readonly gives: ReadonlySet<number> | null;
}

/**
 * Without the assignments, but for those to what the other parts store through, or to what such a pointer is made of: `q` in
 * `p = &q->a; p->b = 1`. Null when one of these variables is given a value in a head that is not shown, by `inHeads`.
 */
export function withPointersMade(
  lexemes: Lexemes,
  parts: readonly Part[],
  inHeads: ReadonlySet<number>,
): readonly Part[] | null {
  const followed = new Set<number>();
  for (const part of parts) if (!part.gives) addBases(lexemes, part, followed);
  const kept = new Set<Part>();
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const part of parts) {
      if (!part.gives || kept.has(part) || ![...part.gives].some((id) => followed.has(id))) continue;
      kept.add(part);
      addSources(lexemes, part, followed);
      isGrowing = true;
    }
  }
  if ([...inHeads].some((id) => followed.has(id))) return null;
  return parts.filter((part) => part.kind !== 'assignment' || kept.has(part));
}

/** Adds the variables that a part stores through, or gives to what it calls. */
function addBases(lexemes: Lexemes, { from, to }: Part, found: Set<number>): void {
  const last = lastAssignment(lexemes, from, to);
  for (let i = from; i <= (last < 0 ? to : last); i++) {
    if (lexemes.kinds[i] !== NAME) continue;
    const [before, after] = [lexeme(lexemes, i - 1), lexeme(lexemes, i + 1)];
    if (before === '->' || before === '.') continue;
    // Behind a parenthesis it is cast: `*(u64 *)p = 0`.
    const isBase = before === '*' || before === ')' || after === '->' || after === '.' || after === '[';
    if (isBase || (last < 0 && /^[(,+]$/.test(before) && /^[,)+]$/.test(after))) found.add(lexemes.ids[i]!);
  }
}

/** Adds the names that a value is made of; what a function gives is not followed. */
function addSources(lexemes: Lexemes, { from, to }: Part, found: Set<number>): void {
  for (let i = from; i <= to; i++) {
    if (lexemes.kinds[i] !== NAME) continue;
    const before = lexeme(lexemes, i - 1);
    if (before !== '->' && before !== '.' && lexeme(lexemes, i + 1) !== '(') found.add(lexemes.ids[i]!);
  }
}

/** The last operator that assigns; −1 where there is none, or where something is counted too. */
function lastAssignment(lexemes: Lexemes, from: number, to: number): number {
  let last = -1;
  for (let i = from; i <= to; i++) {
    if (lexemes.kinds[i] !== PUNCTUATION) continue;
    const text = lexeme(lexemes, i);
    if (text === '++' || text === '--') return -1;
    if (/^(?:[-+*/%&|^]|<<|>>)?=$/.test(text)) last = i;
  }
  return last;
}

function lexeme({ text, starts, ends, count }: Lexemes, i: number): string {
  return i >= 0 && i < count ? text.slice(starts[i], ends[i]) : '';
}
