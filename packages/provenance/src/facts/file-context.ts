import {
  unknownType,
  type CType,
  type Expression,
  type FunctionDefinition,
  type LineIndex,
  type Source,
  type Unit,
} from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import type { MacroTable } from '../flow/macro-words.ts';
import type { TypeTable } from '../paths/types.ts';
import type { OfferedFunction } from './offered.ts';
import type { ParameterPlace } from '../paths/parameter-place.ts';
import type { Summary } from './summary.ts';

/** The role of an argument, as far as provenance cares. */
export type ArgumentRole = 'size' | 'handle' | 'vaddr' | null;

/** Which calls allocate and free, by the position of what matters. */
export interface ApiShape {
  /** `isRelative` for those whose memory is meant for another call to free. */
  readonly allocators: readonly {
    readonly name: string;
    readonly arguments: readonly ArgumentRole[];
    readonly isRelative: boolean;
  }[];
  readonly free: { readonly name: string; readonly arguments: readonly ArgumentRole[] };
  /** What the new call needs to be found; both unless it says otherwise. Of what is not needed nothing is asked. */
  readonly needs?: { readonly size: boolean; readonly handle: boolean };
  /** Functions of other files that allocate or free for their callers. */
  readonly elsewhere?: readonly OfferedFunction[] | undefined;
}

/** A call and the step that makes it. */
export interface CallOf {
  readonly frame: Frame;
  readonly step: number;
  readonly call: Extract<Expression, { kind: 'call' }>;
}

/** A file under analysis. */
export interface FileContext {
  readonly source: Source;
  readonly file: string;
  readonly lines: LineIndex;
  readonly unit: Unit;
  readonly types: TypeTable;
  readonly api: ApiShape;
  /** The macros of the file and of the headers given with it. */
  readonly macros: MacroTable;
  readonly globals: ReadonlyMap<string, CType>;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** Steps that may still be looked at; so that a hostile file ends. */
  readonly budget: { left: number };
  /** The calls of each function within the file; filled in once. */
  readonly callers: Map<string, CallOf[]>;
  /** Functions of the file and its headers that only return a member: which. */
  readonly accessors: ReadonlyMap<string, ParameterPlace>;
  /** What the file's own functions do with memory; filled in rounds. */
  readonly summaries: Map<string, Summary>;
}

/** The type of a file-level variable. */
export function globalType(context: FileContext, name: string): CType {
  return context.globals.get(name) ?? unknownType;
}
