import { ModelError } from '../model-error.ts';
import type { FallibleStep, Fault, FaultPlan } from './fault-plan.ts';

/** Counts fallible steps and lets those of the plan fail. */
export class FaultInjector {
  #plan: FaultPlan = [];
  #fired: readonly boolean[] = [];
  #steps: FallibleStep[] = [];
  #count = 0;
  #byKind = new Map<string, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get steps(): readonly FallibleStep[] {
    return this.#steps.length > this.#limit ? this.#steps.slice(-this.#limit) : this.#steps;
  }

  get unfired(): readonly Fault[] {
    return this.#plan.filter((_, index) => this.#fired[index] !== true);
  }

  plan(plan: FaultPlan): void {
    for (const fault of plan) {
      const number = 'nth' in fault ? fault.nth : 'index' in fault ? fault.index : 0;
      if (!Number.isInteger(number) || number < 0) {
        throw new ModelError(`fault plan: steps are numbered from 0 with whole numbers; got ${number}.`);
      }
    }
    this.#plan = plan;
    this.#fired = [];
  }

  /** Counts a step; true when the plan makes it fail. */
  fails(kind: string, call: number, bytes: number, gfp: number): boolean {
    const nth = this.#byKind.get(kind) ?? 0;
    this.#byKind.set(kind, nth + 1);
    const index = this.#count++;
    if (this.#limit === 0 && this.#plan.length === 0) return false;
    const step = { index, kind, nth, call, bytes, gfp };
    const failed = this.#plan.length > 0 && this.#matches(step);
    if (this.#limit > 0) {
      this.#steps.push({ ...step, failed });
      if (this.#steps.length > 2 * this.#limit) this.#steps = this.#steps.slice(-this.#limit);
    }
    return failed;
  }

  #matches(step: Omit<FallibleStep, 'failed'>): boolean {
    let failed = false;
    this.#plan.forEach((fault, position) => {
      if (this.#fired[position] === true) return;
      const hit =
        'when' in fault
          ? fault.when(step)
          : 'index' in fault
            ? fault.index === step.index
            : fault.kind === step.kind && fault.nth === step.nth;
      if (!hit) return;
      const fired = this.#fired.slice();
      fired[position] = true;
      this.#fired = fired;
      failed = true;
    });
    return failed;
  }

  /** What `restore` needs to come back here. */
  save(): InjectorState {
    return {
      plan: this.#plan,
      fired: this.#fired,
      lastStep: this.#count,
      byKind: [...this.#byKind],
    };
  }

  restore(state: InjectorState): void {
    this.#plan = state.plan;
    this.#fired = state.fired;
    const kept = Math.max(0, state.lastStep - (this.#steps[0]?.index ?? 0));
    if (kept < this.#steps.length) this.#steps = this.#steps.slice(0, kept);
    this.#count = state.lastStep;
    this.#byKind = new Map(state.byKind);
  }
}

/** A point in the counting of steps. */
export interface InjectorState {
  readonly plan: FaultPlan;
  readonly fired: readonly boolean[];
  readonly lastStep: number;
  readonly byKind: readonly (readonly [string, number])[];
}
