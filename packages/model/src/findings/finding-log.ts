import type { Rule } from '../rules/rule.ts';
import type { TraceLog } from '../trace/trace-log.ts';
import type { Blame, Finding } from './finding.ts';

/** Findings of a run in the order they were made. */
export class FindingLog {
  readonly #trace: TraceLog;
  #findings: Finding[] = [];
  /** Whether somebody outside holds the array. */
  #shared = false;

  constructor(trace: TraceLog) {
    this.#trace = trace;
  }

  /** The findings so far; the array does not change when more are made. */
  get all(): readonly Finding[] {
    this.#shared = true;
    return this.#findings;
  }

  get count(): number {
    return this.#findings.length;
  }

  /** The finding made after the first `index`. */
  at(index: number): Finding | undefined {
    return this.#findings[index];
  }

  /** Forgets all but the first `length`. */
  truncate(length: number): void {
    if (length < this.#findings.length) this.#findings = this.#findings.slice(0, length);
  }

  /** Raises a finding at the current call. `since` names earlier calls (seq) that led to it. */
  raise<Facts>(rule: Rule<Facts>, facts: Facts, options: { blame?: Blame; since?: readonly number[] } = {}): void {
    const evidence = (options.since ?? []).flatMap((seq) => this.#trace.at(seq) ?? []);
    const { current } = this.#trace;
    if (current !== null && !evidence.some(({ seq }) => seq === current.seq)) evidence.push(current);
    this.#own().push({
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
      // Said of as many pages, it would read the same: the same mistake, not another one of the same rule.
      this.#findings[last.index]?.message === rule.message(facts(last.pages)) &&
      last.since === (options.since[0] ?? -1) &&
      last.place?.file === place?.file &&
      last.place?.line === place?.line;
    const pages = same ? last.pages + 1 : 1;
    if (same) {
      const findings = this.#own();
      findings[last.index] = { ...findings[last.index]!, message: rule.message(facts(pages)) };
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

  #own(): Finding[] {
    if (this.#shared) this.#findings = [...this.#findings];
    this.#shared = false;
    return this.#findings;
  }

  /** A snapshot was taken: findings up to here must not change any more. */
  seal(): void {
    this.#lastPage = null;
  }

  #lastPage: { rule: string; since: number; place: Finding['place']; pages: number; index: number } | null = null;
}
