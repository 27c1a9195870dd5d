import type { Span } from '../span.ts';
import type { Expression } from './expression.ts';
import type { Declarator, Statement } from './statement.ts';
import type { CType } from './type.ts';

/** A parameter; `name` is empty in an unnamed prototype. */
export interface CParameter extends Span {
  readonly name: string;
  readonly type: CType;
}

/** A function with its body. */
export interface FunctionDefinition extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly isStatic: boolean;
  readonly returns: CType;
  readonly parameters: readonly CParameter[];
  /** The parameter list with its parentheses. */
  readonly parameterList: Span;
  readonly body: readonly Statement[];
  /** Ranges that did not parse. */
  readonly broken: readonly Span[];
  /** Whole statements that did not parse and that cannot decide what runs next; the rest of the function is unharmed. */
  readonly contained: readonly Span[];
  /** The enclosing preprocessor conditions, outermost first. */
  readonly config: readonly string[];
}

/** A function declared without a body, or a variable or member of function-pointer type. */
export interface Prototype extends Span {
  readonly name: string;
  readonly isPointer: boolean;
  readonly returns: CType;
  readonly parameters: readonly CParameter[];
  readonly parameterList: Span;
}

/** A member of a struct or union. */
export interface RecordMember {
  readonly name: string;
  readonly type: CType;
  /** The declaration that it stands in, maybe with others, up to its semicolon. */
  readonly declaration: Span;
  /** Its own part of it: stars, name, dimensions. */
  readonly declarator: Span;
  /** Of a member of a union: the union, by its offset, and which of its members it is, or is a part of. */
  readonly overlay?: { readonly union: number; readonly arm: number };
}

/** `struct tag { … }` or `union tag { … }`; members of unnamed inner structs are listed with the outer ones. */
export interface RecordDefinition extends Span {
  /** `struct tag`, `union tag`, or the typedef's name when there is no tag. */
  readonly name: string;
  /** The members with their braces. */
  readonly body: Span;
  readonly members: readonly RecordMember[];
}

/** `typedef type name`. */
export interface Typedef {
  readonly name: string;
  readonly type: CType;
}

/** `#define name(parameters) body`. `parameters` is null for an object-like macro. */
export interface MacroDefinition extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  /** The names of its parameters, without `...`; null for an object-like macro, and where the list is none that C knows. */
  readonly parameters: readonly string[] | null;
  /** Whether the list ends in `...`, after a name or without one. */
  readonly isVariadic: boolean;
  /** The parameter list with its parentheses; empty range for an object-like macro. */
  readonly parameterList: Span;
  readonly body: Span;
  /** The body as written. */
  readonly text: string;
  readonly config: readonly string[];
}

/** A C file as data: everything later stages need, no parser state. Offsets are bytes of the file. */
export interface Unit {
  readonly path: string;
  readonly functions: readonly FunctionDefinition[];
  readonly prototypes: readonly Prototype[];
  readonly records: readonly RecordDefinition[];
  readonly typedefs: readonly Typedef[];
  readonly globals: readonly Declarator[];
  readonly enumerators: readonly string[];
  readonly macros: readonly MacroDefinition[];
  /** `#include "name"`, without the quotes. */
  readonly includes: readonly string[];
  /** Calls at file level, such as `EXPORT_SYMBOL(x)`. */
  readonly fileCalls: readonly Expression[];
  /** Ranges outside functions that did not parse. */
  readonly broken: readonly Span[];
  /** Branches of conditionals inside expressions and lists, which the tree does not show. */
  readonly hidden: readonly Span[];
}
