import type { CType, Expression, FunctionDefinition, MacroDefinition, Source, Span } from '@freehandle/c-source';
import type { Flow, TypeTable } from '@freehandle/provenance';
import type { Fix } from '../fix/fix.ts';
import type { FixLedger } from '../fix/ledger.ts';
import type { Families } from '../families/index.ts';
import type { Summary } from '../summaries/summary.ts';
import type { ConstantOf } from '../terms/constants.ts';
import type { Term, Terms } from '../terms/term.ts';
import type { Tested } from '../scan/tested.ts';
import type { FreeEvent, State, Trail } from './state.ts';

/** A suspicion of one path, before it is known what the whole function says to it. */
export interface Suspicion {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly offset: number;
  readonly message: string;
  readonly trail: Trail | null;
  /** The part of the call at `offset` that a fix of the ledger replaces; or the fix itself. */
  readonly fix?: string | Fix | null;
  /** Where the path that matters begins. */
  readonly from?: Trail | null;
  /** The value that it is about, where whether it was freed is what is suspicious. */
  readonly about?: Term;
  /** Told only where the function has no other suspicion of that rule, which tells more. */
  readonly isLast?: boolean;
  /** Equal for suspicions of one mistake; without it, those of one place are one. */
  readonly key?: string;
  /** It is one of several places at which the same mistake shows: they are told together. */
  readonly isOneOfMany?: boolean;
  /** It is one only when another path has come to this agreement. */
  readonly onlyWith?: string;
  /** It is none when another path has come to this agreement: what differs hangs on a condition. */
  readonly unless?: string;
}

/** The reserved bit of the pages of a buffer is set or cleared; null when it is not known whose pages they are. */
export interface BitMark {
  readonly buffer: Term | null;
  readonly sets: boolean;
}

/** What is the same for every function of a file. */
export interface FileFrame {
  readonly file: string;
  readonly source: Source;
  readonly lineOf: (offset: number) => number;
  readonly terms: Terms;
  readonly types: TypeTable;
  readonly families: Families;
  readonly constantOf: ConstantOf;
  readonly macros: ReadonlyMap<string, readonly MacroDefinition[]>;
  /** Variables of the file. */
  readonly globals: ReadonlySet<string>;
  readonly globalTypes: ReadonlyMap<string, CType>;
  /** Functions defined in the file. */
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** The names of members and variables that a function of the file may store to, what it calls included. */
  readonly storesOf: (name: string) => ReadonlySet<string>;
  /** Members that point back to the object that the structure they are in was allocated with. */
  readonly backPointers: ReadonlySet<string>;
  /** What a condition of the file asks for. */
  readonly tested: Tested;
  readonly summaryOf: (name: string) => Summary | null;
  /** Whether a function may give up what belongs to the object it is given. */
  readonly givesUp: (name: string) => boolean;
}

/** One function while it is explored. */
export interface Frame extends FileFrame {
  readonly definition: FunctionDefinition;
  readonly flow: Flow;
  readonly suspect: (suspicion: Suspicion) => void;
  readonly fixes: FixLedger;
  /** Agreements of an allocation of some size and a free, on whatever path. */
  readonly agreements: Set<string>;
  /** Is told of each free of what an object holds. */
  readonly onFree: (event: FreeEvent) => void;
  /** Is told of each store of a resource to a place that may outlive the function. */
  readonly onKeep: (state: State) => void;
  /** Is told of each change of the reserved bit of pages. */
  readonly onReserved: (mark: BitMark, offset: number, state: State) => void;
  /** The types of expressions of the function, as far as they were asked for. */
  readonly typesIn: Map<Expression, CType>;
  /** The records that terms point to, as far as they were seen. */
  readonly records: Map<Term, string>;
}

/** The text of a part of the file, white space put together. */
export function sourceText(frame: FileFrame, span: Span): string {
  return frame.source.text.slice(span.start, span.end).replace(/\s+/g, ' ').trim();
}

/** The function of the file that a place is in: what was called may have called it in turn. */
export function functionAt({ functions }: FileFrame, offset: number): string | null {
  for (const { name, start, end } of functions.values()) if (start <= offset && offset < end) return name;
  return null;
}
