/** A change of text that lets clang take what gcc 2.95 and 3 took. It never adds or removes a line. */
export interface LoweringRule {
  readonly name: string;
  /** What the compiler objects to without it. */
  readonly why: string;
  /** `driver` is the text of the driver that is being compiled: what headers may be depends on it. */
  apply(text: string, driver: string): string;
}

/** A rule that is one substitution; line breaks lost by it are put back as continuations. */
export function substitution(name: string, why: string, pattern: RegExp, replacement: string): LoweringRule {
  return {
    name,
    why,
    apply: (text) =>
      text.replace(pattern, (whole: string, ...groups: (string | undefined)[]) => {
        const filled = replacement.replace(/\$(\d)/g, (_, index: string) => groups[Number(index) - 1] ?? '');
        return filled + '\\\n'.repeat((whole.match(/\n/g) ?? []).length - (filled.match(/\n/g) ?? []).length);
      }),
  };
}

/** Applies rules in order. `driver` is the text of the driver that is being compiled. */
export function lower(text: string, rules: readonly LoweringRule[], driver: string = text): string {
  return rules.reduce((lowered, rule) => rule.apply(lowered, driver), text);
}
