import type { CType, Expression, Span } from '@freehandle/c-source';

/** A name declared in a function: a parameter or a local, with the part of the function it is visible in. */
export interface Variable {
  readonly id: number;
  readonly name: string;
  readonly type: CType;
  readonly kind: 'parameter' | 'local' | 'static';
  /** Position among the parameters, −1 for a local. */
  readonly position: number;
  readonly visible: Span;
}

/** An edge of the control-flow graph; `when` is the outcome of the branch it leaves, null for other steps. */
export interface Edge {
  readonly to: number;
  readonly when: boolean | null;
}

/** What a step does; one effect each, in the order of evaluation. */
export type StepShape =
  | {
      readonly kind: 'entry' | 'exit' | 'pass';
      /** Where a `case` of a switch begins: the subject, and the values it can have; null for any but those listed. */
      readonly choice?: { readonly subject: Expression; readonly value: Expression | null };
    }
  | { readonly kind: 'declare'; readonly variable: Variable }
  | {
      readonly kind: 'define';
      readonly target: Expression;
      readonly value: Expression | null;
      readonly operator: string;
    }
  | { readonly kind: 'call'; readonly call: Extract<Expression, { kind: 'call' }> }
  | { readonly kind: 'branch'; readonly condition: Expression }
  | { readonly kind: 'return'; readonly value: Expression | null };

/** A step of a function and its place in the control-flow graph. Step ids are indices into {@link Flow.steps}. */
export type Step = StepShape & {
  readonly id: number;
  readonly span: Span;
  readonly next: readonly Edge[];
  readonly previous: readonly Edge[];
  /** The preprocessor conditions inside the function that this step stands under. */
  readonly config: readonly string[];
};

/** A step that calls. */
export type CallStep = Extract<Step, { kind: 'call' }>;

/** A function as a control-flow graph. Step 0 is the entry, step 1 the exit. */
export interface Flow {
  readonly steps: readonly Step[];
  readonly variables: readonly Variable[];
}
