/** How bad a broken rule is: an error loses or corrupts something, a warning does so elsewhere or later. */
export type Severity = 'error' | 'warning';

/** A value in a message: a number when a run measured it, a C expression when it was read in a source. */
export type Fact = number | string;

/**
 * One thing a user of the consistent-memory API must get right. The model raises findings for the rules that a run can
 * break, the audit for those that can be read in the source; both name the rule by its id and word the finding with
 * `message`, so that one mistake reads the same wherever it is found.
 */
export interface Rule<Facts = never> {
  /**
   * `R1`..`R32` for users of consistent memory; `D` for checks that only the kernel's own dma-debug makes; `K` for what any
   * kernel code must do; `F` for failures of an allocator itself, by the failure points of semantics 1.3 where they have
   * one; `S` for what the verifier sees of the driver as a C program. Stable: never reused or renumbered.
   */
  readonly id: string;
  /** The rule as a short order to the driver's author. */
  readonly title: string;
  readonly severity: Severity;
  /** What is compared with what, in one sentence. */
  readonly checks: string;
  /** What a machine does when the rule is broken. */
  readonly consequence: string;
  /** Where the rule comes from: kernel files with their version, or a section of docs/semantics.md. */
  readonly source: string;
  /** The rule's page, relative to the repository's root. */
  readonly docs: string;
  /** One finding in one sentence, without place and without the rule's id. */
  message(facts: Facts): string;
}

/** Completes a rule with the place of its page, which its id determines. */
export function defineRule<Facts>(rule: Omit<Rule<Facts>, 'docs'>): Rule<Facts> {
  return { ...rule, docs: `docs/rules/${rule.id}.md` };
}
