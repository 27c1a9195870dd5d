export { FreehandleError, type ErrorFacts, type Place } from './error.ts';
export { sourceFromBytes, type Source } from './source.ts';
export { applyEdits, sortEdits, type Edit } from './edit.ts';
export type { FileProblem } from './file-problem.ts';
export { fileSearch, MAX_SOURCE_BYTES, readCandidate, type ReadResult, type SearchResult } from './read.ts';
export { contains, overlaps, type Span } from './span.ts';
export { lineIndex, type LineIndex } from './line-index.ts';
export { identifierOffsets, openLexemeWith, tokensOf, type OpenLexeme, type Token } from './tokens.ts';
export { engineFor, type Engine, type ParserChoice } from './parse/engine.ts';
export { childOf, type SyntaxNode } from './parse/syntax-node.ts';
export { macroShapes, type MacroShapes } from './masks/macro-shapes.ts';
export { mask, type Masked } from './masks/mask.ts';
export { HASH, idsOf, lex, NAME, nameOf, PUNCTUATION, punctuationAt, type Lexemes } from './lexer.ts';
export { addressed } from './outline/addressed.ts';
export { directiveWord, outlineOf, parametersOf, type Outline, type OutlinedFunction } from './outline/outline.ts';
export { allNames, declaredItems, includesOf, isReturnOnly, namesIn, type DeclaredItem } from './outline/declared.ts';
export { parseItem } from './parse-item.ts';
export { prune, type Shown } from './outline/prune.ts';
export type { Detail } from './outline/skeleton.ts';
export {
  MAX_NESTING,
  parseUnit,
  timeoutFor,
  type ParseOptions,
  type ParseResult,
  type Selection,
} from './parse-unit.ts';
export { appendItems, columnAfter, indentation, lineEndAt, LINE_WIDTH, TAB_WIDTH } from './layout.ts';
export {
  everyExpression,
  subexpressions,
  withoutCasts,
  type Expression,
  type ExpressionShape,
  type InitializerItem,
} from './syntax/expression.ts';
export type { ConfigBranch, Declarator, Statement, StatementShape } from './syntax/statement.ts';
export { BIT_FIELD, unknownType, type CType } from './syntax/type.ts';
export type {
  CParameter,
  FunctionDefinition,
  MacroDefinition,
  Prototype,
  RecordDefinition,
  RecordMember,
  Typedef,
  Unit,
} from './syntax/unit.ts';
