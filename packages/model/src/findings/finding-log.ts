import type { Rule } from '../rules/rule.ts';
import type { TraceLog } from '../trace/trace-log.ts';
import type { Blame, Finding } from './finding.ts';

/** Findings of a run in the order they were made. */
export class FindingLog {
  readonly #trace: TraceLog;
  #findings: Finding[] = [];

  constructor(trace: TraceLog) {
    this.#trace = trace;
  }

  get all(): readonly Finding[] {
    return this.#findings;
  }

  /** Forgets all but the first `length`. */
  truncate(length: number): void {
    this.#findings = this.#findings.slice(0, length);
  }

  /** Raises a finding at the current call. `since` names earlier calls (seq) that led to it. */
  raise<Facts>(rule: Rule<Facts>, facts: Facts, options: { blame?: Blame; since?: readonly number[] } = {}): void {
    const evidence = (options.since ?? []).flatMap((seq) => this.#trace.at(seq) ?? []);
    const { current } = this.#trace;
    if (current !== null && !evidence.includes(current)) evidence.push(current);
    this.#findings.push({
      rule: rule.id,
      severity: rule.severity,
      blame: options.blame ?? 'driver',
      message: rule.message(facts),
      place: current?.place ?? evidence[0]?.place ?? null,
      evidence,
    });
  }

  /** Raises a finding about one page, or widens the last one when it says the same of the same buffer at the same place. */
  raiseForPage<Facts>(
    rule: Rule<Facts>,
    facts: (pages: number) => Facts,
    options: { blame?: Blame; since: readonly number[] },
  ): void {
    const last = this.#lastPage;
    const place = this.#trace.current?.place ?? null;
    const same =
      last !== null &&
      last.index === this.#findings.length - 1 &&
      last.rule === rule.id &&
      last.since === (options.since[0] ?? -1) &&
      last.place?.file === place?.file &&
      last.place?.line === place?.line;
    const pages = same ? last.pages + 1 : 1;
    if (same) {
      this.#findings[last.index] = { ...this.#findings[last.index]!, message: rule.message(facts(pages)) };
    } else {
      this.raise(rule, facts(1), options);
    }
    this.#lastPage = {
      rule: rule.id,
      since: options.since[0] ?? -1,
      place,
      pages,
      index: this.#findings.length - 1,
    };
  }

  /** A snapshot was taken: findings up to here must not change any more. */
  seal(): void {
    this.#lastPage = null;
  }

  #lastPage: { rule: string; since: number; place: Finding['place']; pages: number; index: number } | null = null;
}
