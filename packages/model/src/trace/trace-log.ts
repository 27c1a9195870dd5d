import type { Context } from '../machine/context.ts';
import type { Place, TraceEvent } from './trace-event.ts';

type Recorded = { -readonly [Key in keyof TraceEvent]: TraceEvent[Key] };

/** The calls of a run, the newest `limit` to twice as many of them. */
export class TraceLog {
  place: Place | null = null;
  /** The call being made; null between calls. */
  current: TraceEvent | null = null;
  #open: Recorded | null = null;
  #next = 0;
  /** seq of the first event kept. */
  #from = 0;
  #events: Recorded[] = [];
  readonly #limit: number;
  readonly #context: Context;

  constructor(limit: number, context: Context) {
    this.#limit = limit;
    this.#context = context;
  }

  /** seq of the call being made, or of the last one. */
  get seq(): number {
    return this.#next - 1;
  }

  get events(): readonly TraceEvent[] {
    return this.#events.length > this.#limit ? this.#events.slice(-this.#limit) : this.#events;
  }

  at(seq: number): TraceEvent | undefined {
    return this.#events[seq - this.#from];
  }

  begin(call: string, args: readonly number[]): void {
    const event: Recorded = {
      seq: this.#next++,
      call,
      args,
      result: 0,
      place: this.place,
      context: this.#context.name,
    };
    this.#open = event;
    this.current = event;
    if (this.#limit === 0) return;
    if (this.#events.length === 0) this.#from = event.seq;
    this.#events.push(event);
    if (this.#events.length > 2 * this.#limit) {
      this.#events = this.#events.slice(-this.#limit);
      this.#from = this.#events[0]!.seq;
    }
  }

  end(result: number, stored?: number): void {
    const event = this.#open;
    if (event !== null) {
      event.result = result;
      if (stored !== undefined) event.stored = stored;
    }
    this.#open = null;
    this.current = null;
  }

  /** Leaves the open call for calls made from inside it (an interrupt, a nopage handler); give the value to `resume`. */
  suspend(): TraceEvent | null {
    const suspended = this.#open;
    this.#open = null;
    this.current = null;
    return suspended;
  }

  resume(suspended: TraceEvent | null): void {
    this.#open = suspended;
    this.current = suspended;
  }

  /** Forgets the calls from `next` on. */
  rewind(next: number, place: Place | null): void {
    this.#next = next;
    this.place = place;
    this.#open = null;
    this.current = null;
    if (next - this.#from < this.#events.length) this.#events = this.#events.slice(0, Math.max(0, next - this.#from));
  }

  get next(): number {
    return this.#next;
  }
}
