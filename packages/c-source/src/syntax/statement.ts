import type { Span } from '../span.ts';
import type { Expression } from './expression.ts';
import type { CType } from './type.ts';

/** One declared name. */
export interface Declarator extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: CType;
  readonly isStatic: boolean;
  readonly initial: Expression | null;
}

/** What a statement is. `config` is a preprocessor conditional; `opaque` did not parse. */
export type StatementShape =
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'declaration'; readonly declarators: readonly Declarator[] }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Statement;
      readonly otherwise: Statement | null;
    }
  | {
      readonly kind: 'loop';
      readonly form: 'while' | 'do' | 'for' | 'macro';
      readonly first: readonly Statement[];
      readonly condition: Expression | null;
      readonly update: Expression | null;
      readonly body: Statement;
    }
  | { readonly kind: 'switch'; readonly subject: Expression; readonly body: Statement }
  | {
      readonly kind: 'case';
      readonly isDefault: boolean;
      /** Null for the default, and for a range. */
      readonly value: Expression | null;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'label'; readonly name: string; readonly body: Statement | null }
  | { readonly kind: 'goto'; readonly label: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly value: Expression | null }
  | { readonly kind: 'config'; readonly branches: readonly ConfigBranch[]; readonly hasElse: boolean }
  | { readonly kind: 'opaque' };

/** A branch of `#if … #elif … #else … #endif` inside a function. */
export interface ConfigBranch {
  /** The directive's line as written, for evidence. */
  readonly condition: string;
  readonly body: readonly Statement[];
}

/** A statement and the bytes it takes. */
export type Statement = StatementShape & Span;
