import type { Context } from '../machine/context.ts';
import { Ring } from './ring.ts';
import type { ContextName, Place, TraceEvent } from './trace-event.ts';

type Recorded = { -readonly [Key in keyof TraceEvent]: TraceEvent[Key] };

const RESULT = 0;
const STORED = 1;
const ARGUMENTS = 2;
const FIRST_ARGUMENT = 3;
const MOST_ARGUMENTS = 6;
const NOT_STORED = -1;

/** The calls of a run, the newest `limit` of them. Events are made when they are asked for. */
export class TraceLog {
  place: Place | null = null;
  readonly #ring: Ring;
  readonly #calls: string[] = [];
  readonly #places: (Place | null)[] = [];
  readonly #contexts: ContextName[] = [];
  /** Argument lists longer than a record holds. */
  readonly #long = new Map<number, readonly number[]>();
  readonly #context: Context;
  #next = 0;
  /** The call being made, -1 between calls, and its event when somebody asked for it. */
  #open = -1;
  #openCall = '';
  #openArgs: readonly number[] = [];
  #openEvent: Recorded | null = null;

  constructor(limit: number, context: Context) {
    this.#ring = new Ring(limit, FIRST_ARGUMENT + MOST_ARGUMENTS);
    this.#context = context;
  }

  /** seq of the call being made, or of the last one. */
  get seq(): number {
    return this.#next - 1;
  }

  /** seq that the next call gets. */
  get next(): number {
    return this.#next;
  }

  /** The call being made; null between calls. Its result is filled in when it ends. */
  get current(): TraceEvent | null {
    if (this.#open < 0) return null;
    this.#openEvent ??= {
      seq: this.#open,
      call: this.#openCall,
      args: this.#openArgs,
      result: 0,
      place: this.place,
      context: this.#context.name,
    };
    return this.#openEvent;
  }

  get events(): readonly TraceEvent[] {
    return this.#ring.held(this.#next).map((seq) => this.#event(seq));
  }

  /** The event of an earlier call, while it is kept. */
  at(seq: number): TraceEvent | undefined {
    if (seq === this.#open) return this.current ?? undefined;
    return seq < this.#next && this.#ring.holds(seq) ? this.#event(seq) : undefined;
  }

  begin(call: string, args: readonly number[]): void {
    const seq = this.#next++;
    this.#open = seq;
    this.#openCall = call;
    this.#openArgs = args;
    this.#openEvent = null;
    const ring = this.#ring;
    if (ring.limit === 0) return;
    ring.open(seq);
    const slot = ring.slot(seq);
    this.#calls[slot] = call;
    this.#places[slot] = this.place;
    this.#contexts[slot] = this.#context.name;
    ring.set(seq, RESULT, 0);
    ring.set(seq, STORED, NOT_STORED);
    ring.set(seq, ARGUMENTS, args.length);
    if (args.length > MOST_ARGUMENTS) this.#long.set(seq, args);
    else for (let index = 0; index < args.length; index++) ring.set(seq, FIRST_ARGUMENT + index, args[index]!);
  }

  end(result: number, stored?: number): void {
    const seq = this.#open;
    if (seq < 0) return;
    if (this.#ring.holds(seq)) {
      this.#ring.set(seq, RESULT, result);
      if (stored !== undefined) this.#ring.set(seq, STORED, stored);
    }
    if (this.#openEvent !== null) {
      this.#openEvent.result = result;
      if (stored !== undefined) this.#openEvent.stored = stored;
    }
    this.#open = -1;
    this.#openEvent = null;
  }

  /** Leaves the open call for calls made from inside it (an interrupt, a nopage handler); call what is returned to go on. */
  suspend(): () => void {
    const [open, call, args] = [this.#open, this.#openCall, this.#openArgs];
    // Made now, so that findings inside and after the interruption show one and the same event.
    void this.current;
    const event = this.#openEvent;
    this.#open = -1;
    this.#openEvent = null;
    return () => {
      this.#open = open;
      this.#openCall = call;
      this.#openArgs = args;
      this.#openEvent = event;
    };
  }

  /** Forgets the calls from `next` on. */
  rewind(next: number, place: Place | null): void {
    this.#next = next;
    this.place = place;
    this.#open = -1;
    this.#openEvent = null;
    for (const seq of this.#long.keys()) if (seq >= next) this.#long.delete(seq);
  }

  #event(seq: number): TraceEvent {
    const ring = this.#ring;
    const slot = ring.slot(seq);
    const stored = ring.get(seq, STORED);
    const args = Array.from({ length: ring.get(seq, ARGUMENTS) }, (_, index) => ring.get(seq, FIRST_ARGUMENT + index));
    return {
      seq,
      call: this.#calls[slot]!,
      args: this.#long.get(seq) ?? args,
      result: ring.get(seq, RESULT),
      ...(stored === NOT_STORED ? {} : { stored }),
      place: this.#places[slot] ?? null,
      context: this.#contexts[slot]!,
    };
  }
}
