import { Ring } from '../trace/ring.ts';
import { ModelError, must } from '../model-error.ts';
import type { FallibleStep, Fault, FaultPlan } from './fault-plan.ts';

const NTH = 0;
const CALL = 1;
const BYTES = 2;
const GFP = 3;
const FAILED = 4;

/** Counts fallible steps and lets those of the plan fail. */
export class FaultInjector {
  #plan: FaultPlan = [];
  #fired: readonly boolean[] = [];
  readonly #ring: Ring;
  readonly #kinds: string[] = [];
  #count = 0;
  #byKind = new Map<string, number>();

  constructor(limit: number) {
    this.#ring = new Ring(limit, 5);
  }

  get steps(): readonly FallibleStep[] {
    const ring = this.#ring;
    return ring.held(this.#count).map((index) => ({
      index,
      kind: this.#kinds[ring.slot(index)]!,
      nth: ring.get(index, NTH),
      call: ring.get(index, CALL),
      bytes: ring.get(index, BYTES),
      gfp: ring.get(index, GFP),
      failed: ring.get(index, FAILED) !== 0,
    }));
  }

  get unfired(): readonly Fault[] {
    return this.#plan.filter((_, index) => this.#fired[index] !== true);
  }

  plan(plan: FaultPlan): void {
    must(Array.isArray(plan), plan, 'fault plan', 'the plan', 'a list of faults');
    for (const fault of plan) {
      must(namesStep(fault), fault, 'fault plan', 'a fault', '{ kind, nth }, { index } or { name, when }');
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
    const failed = this.#plan.length > 0 && this.#matches({ index, kind, nth, call, bytes, gfp });
    const ring = this.#ring;
    if (ring.limit > 0) {
      ring.open(index);
      this.#kinds[ring.slot(index)] = kind;
      ring.set(index, NTH, nth);
      ring.set(index, CALL, call);
      ring.set(index, BYTES, bytes);
      ring.set(index, GFP, gfp);
      ring.set(index, FAILED, failed ? 1 : 0);
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
    this.#count = state.lastStep;
    this.#byKind = new Map(state.byKind);
  }
}

function namesStep(fault: Fault): boolean {
  if (typeof fault !== 'object' || (fault as unknown) === null) return false;
  if ('when' in fault) return typeof fault.when === 'function';
  return 'index' in fault || ('nth' in fault && typeof fault.kind === 'string');
}

/** A point in the counting of steps. */
export interface InjectorState {
  readonly plan: FaultPlan;
  readonly fired: readonly boolean[];
  readonly lastStep: number;
  readonly byKind: readonly (readonly [string, number])[];
}
