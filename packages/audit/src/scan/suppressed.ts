import type { FileProblem } from '@freehandle/c-source';
import { ruleById } from '@freehandle/model';
import type { Finding } from '../finding.ts';

/** `freehandle-ignore R7, R9: reason`; what it lacks is said of it. */
const comment = /freehandle-ignore\b[ \t]*([^:*\r\n]*)(?::[ \t]*(?!\*\/)(\S?))?/i;

interface Suppression {
  /** From 1. */
  readonly line: number;
  readonly rules: readonly string[];
  /** Why it can leave nothing out. */
  readonly fault: string | null;
}

/** Findings without those that the source says are known, and what it says so to no effect. */
export interface Told<F> {
  readonly findings: readonly F[];
  /** FH1010, a warning. */
  readonly problems: readonly FileProblem[];
}

/**
 * Leaves out the findings that the source says are known: `freehandle-ignore R7: reason` in a comment, in the line of the
 * finding or the one above it. A comment that leaves out nothing is told.
 */
export function withoutSuppressed<F extends Pick<Finding, 'rule' | 'line'>>(
  text: string,
  file: string,
  findings: readonly F[],
): Told<F> {
  const all = text.includes('reehandle-ignore') ? text.split('\n').flatMap(suppressionIn) : [];
  const used = new Set<Suppression>();
  const left = findings.filter(({ rule, line }) => {
    const own = all.filter((one) => one.fault === null && one.rules.includes(rule) && [0, 1].includes(line - one.line));
    for (const one of own) used.add(one);
    return own.length === 0;
  });
  const idle = all.filter((one) => !used.has(one));
  return { findings: left, problems: idle.map((one) => idleProblem(file, one)) };
}

function suppressionIn(text: string, index: number): Suppression[] {
  const match = comment.exec(text);
  if (!match) return [];
  const [, named = '', reason = ''] = match;
  const rules = named.split(',').map((rule) => rule.trim());
  const unknown = rules.find((rule) => ruleById(rule)?.id !== rule);
  const fault =
    unknown !== undefined
      ? unknown === ''
        ? 'it names no rule'
        : `${unknown} is no rule`
      : reason === ''
        ? 'it gives no reason'
        : null;
  return [{ line: index + 1, rules, fault }];
}

function idleProblem(file: string, { line, rules, fault }: Suppression): FileProblem {
  const why = fault ?? `no finding of ${rules.join(' or ')} is in its line or the next`;
  return {
    file,
    code: 'FH1010',
    severity: 'warning',
    message: `freehandle-ignore in line ${line} leaves out nothing: ${why}`,
    hint: 'Write `freehandle-ignore R7: reason` in the line of the finding or above it, or remove it.',
  };
}
