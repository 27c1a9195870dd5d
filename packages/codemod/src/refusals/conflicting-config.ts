import type { Refusal } from './refusal.ts';

/** Configurations disagree. */
export const conflictingConfig: Refusal = {
  reason: 'conflicting-config',
  title: 'Configurations disagree',
  explanation:
    'Different branches of a preprocessor conditional allocate with different sizes or handles, or the call itself stands in a branch inside an expression, so that no single rewriting is right in every configuration.',
  remedy: 'Use one macro for the size in both branches, or migrate each branch by hand.',
  docs: 'docs/refusals/conflicting-config.md',
};
