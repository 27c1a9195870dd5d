import { noteComparison } from '../binding/device-reads.ts';
import { answerPolled } from '../memory/polled-memory.ts';
import { DriverStopped } from '../memory/stops.ts';
import type { Host } from '../binding/host.ts';
import type { RunState } from '../binding/run-state.ts';
import { DeviceLoop, type LoopMemory } from './device-loop.ts';

/** Blocks of a loop body at most: a register accessed not longer ago belongs to the loop that has used up the fuel. */
const LOOP_BODY = 1000;

/** Blocks without a call that is more than a delay, before a driver is taken to wait. */
const WAITING = 20_000;

/** Blocks between two ticks of the clock, less one: a mask. */
const BLOCKS_A_TICK = 255;

function waitsForDevice({ fuel, fuelAtDeviceAccess }: RunState): boolean {
  return fuelAtDeviceAccess !== null && fuelAtDeviceAccess - fuel < LOOP_BODY;
}

type Callback = (...args: never[]) => undefined;

/** The two operands of a comparison; of those with a constant it is the first. */
function comparisonCallbacks(host: Host): Record<string, Callback> {
  const compare = (a: number | bigint, b: number | bigint): undefined => {
    const { run } = host;
    if (
      run.recentReads.length === 0 &&
      run.unknowns.size === 0 &&
      !run.polling &&
      run.lookedUp === null &&
      run.lazy === null
    )
      return undefined;
    const [left, right] = [Number(BigInt.asUintN(32, BigInt(a))), Number(BigInt.asUintN(32, BigInt(b)))];
    if (run.lookedUp?.number === right && left !== 0) run.lookedUp.among.add(left);
    noteComparison(run, right, left);
    if (run.polling) answerPolled(host, right, left);
    run.lazy?.compared(right, left);
    return undefined;
  };
  const either = (a: number | bigint, b: number | bigint): undefined => {
    compare(a, b);
    return compare(b, a);
  };
  const callbacks: Record<string, Callback> = {
    __sanitizer_cov_trace_switch(value: bigint, cases: number): undefined {
      const count = Number(host.memory.view.getBigUint64(cases, true));
      for (let index = 0; index < Math.min(count, MOST_CASES); index++)
        compare(host.memory.view.getBigUint64(cases + 16 + 8 * index, true), value);
      return undefined;
    },
  };
  for (const bytes of [1, 2, 4, 8]) {
    callbacks[`__sanitizer_cov_trace_cmp${bytes}`] = either;
    callbacks[`__sanitizer_cov_trace_const_cmp${bytes}`] = compare;
  }
  return callbacks;
}

/** Cases of a switch that a value is held against. */
const MOST_CASES = 256;

/** Which basic blocks ran, over all runs of a driver; and the fuel of the run going on. */
export class Coverage {
  #first = 0;
  #tick: (() => void) | null = null;
  #loopMemory: LoopMemory | null = null;
  /** The loop that has used up the fuel of the run going on. */
  #loop: DeviceLoop | null = null;
  #reached = new Uint8Array();
  /** A frame in each block, 0 before it is reached. */
  #frames = new Uint32Array();
  /** The run that last came to each block, by number. */
  #lastRun = new Uint32Array();
  #run = 0;
  #blocksOfRun = 0;

  /** What is done as time goes by: null where the driver has no clock to look at. */
  onTick(tick: (() => void) | null): void {
    this.#tick = tick;
  }

  /** What is looked at to tell a loop that never ends from one that counts. */
  watchLoops(of: LoopMemory): void {
    this.#loopMemory = of;
  }

  get total(): number {
    return this.#reached.length;
  }

  get reached(): number {
    return this.#reached.reduce((sum, block) => sum + block, 0);
  }

  /** From here on it is another run. */
  beginRun(): void {
    this.#run++;
    this.#blocksOfRun = 0;
    this.#loop = null;
  }

  /** Blocks that the run going on has come to. */
  get blocksOfRun(): number {
    return this.#blocksOfRun;
  }

  /** Numbers of the blocks that the run going on has come to. */
  blocksReached(): number[] {
    const blocks: number[] = [];
    for (let block = 0; block < this.#lastRun.length; block++)
      if (this.#lastRun[block] === this.#run) blocks.push(block);
    return blocks;
  }

  /** A frame in each block that ran. */
  get frames(): readonly number[] {
    return [...this.#frames].filter((frame) => frame !== 0);
  }

  /** A frame in a block that ran. */
  frameOf(block: number): number {
    return this.#frames[block]!;
  }

  /** Stops the driver, a loop over device registers once it is known whether it would ever end. */
  #outOfFuel(run: RunState, block: number): void {
    if (this.#loop === null && !waitsForDevice(run)) throw new DriverStopped({ kind: 'fuel' });
    if (this.#loopMemory === null) throw new DriverStopped({ kind: 'device-wait', endless: false });
    if (this.#loop === null) this.#loop = new DeviceLoop(this.#loopMemory, block);
    else {
      const endless = this.#loop.isEndless(block);
      if (endless !== null) throw new DriverStopped({ kind: 'device-wait', endless });
    }
  }

  /**
   * The compiler's callbacks [clang SanitizerCoverage, trace-pc-guard]: a guard is a word, its address names the block.
   * Comparisons [trace-cmp] tell what a driver wants to read of its device.
   */
  callbacks(host: Host): Record<string, Callback> {
    return {
      __sanitizer_cov_trace_pc_guard_init: (start, stop) => {
        this.#first = start!;
        this.#reached = new Uint8Array((stop - start) >>> 2);
        this.#lastRun = new Uint32Array(this.#reached.length);
        this.#frames = new Uint32Array(this.#reached.length);
        return undefined;
      },
      __sanitizer_cov_trace_pc_guard: (guard) => {
        const block = (guard - this.#first) >>> 2;
        if (this.#lastRun[block] !== this.#run) {
          this.#lastRun[block] = this.#run;
          this.#blocksOfRun++;
        }
        if (this.#reached[block] === 0) {
          this.#reached[block] = 1;
          this.#frames[block] = host.code.frames()[0] ?? 0;
        }
        const { run } = host;
        if ((++run.blocks & BLOCKS_A_TICK) === 0) {
          if (run.fuelAtCall - run.fuel > WAITING) run.polling = true;
          this.#tick?.();
        }
        if (--run.fuel < 0) this.#outOfFuel(run, block);
        return undefined;
      },
      ...comparisonCallbacks(host),
    };
  }
}
