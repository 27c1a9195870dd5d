import { DriverStopped } from '../memory/stops.ts';
import type { Host } from '../binding/host.ts';
import type { RunState } from '../binding/run-state.ts';

/** Blocks of a loop body at most: a register accessed not longer ago belongs to the loop that has used up the fuel. */
const LOOP_BODY = 1000;

/** Blocks between two ticks of the clock, less one: a mask. */
const BLOCKS_A_TICK = 255;

function waitsForDevice({ fuel, fuelAtDeviceAccess }: RunState): boolean {
  return fuelAtDeviceAccess !== null && fuelAtDeviceAccess - fuel < LOOP_BODY;
}

/** Which basic blocks ran, over all runs of a driver; and the fuel of the run going on. */
export class Coverage {
  #first = 0;
  #tick: (() => void) | null = null;
  #reached = new Uint8Array();
  readonly #frames: number[] = [];

  /** What is done as time goes by: null where the driver has no clock to look at. */
  onTick(tick: (() => void) | null): void {
    this.#tick = tick;
  }

  get total(): number {
    return this.#reached.length;
  }

  get reached(): number {
    return this.#reached.reduce((sum, block) => sum + block, 0);
  }

  /** A frame in each block that ran. */
  get frames(): readonly number[] {
    return this.#frames;
  }

  /** The compiler's callbacks [clang SanitizerCoverage, trace-pc-guard]: a guard is a word, its address names the block. */
  callbacks(host: Host): Record<string, (...args: number[]) => undefined> {
    return {
      __sanitizer_cov_trace_pc_guard_init: (start, stop) => {
        this.#first = start!;
        this.#reached = new Uint8Array((stop - start) >>> 2);
        return undefined;
      },
      __sanitizer_cov_trace_pc_guard: (guard) => {
        const block = (guard - this.#first) >>> 2;
        if (this.#reached[block] === 0) {
          this.#reached[block] = 1;
          this.#frames.push(...host.code.frames().slice(0, 1));
        }
        const { run } = host;
        if ((++run.blocks & BLOCKS_A_TICK) === 0) this.#tick?.();
        if (--run.fuel < 0) throw new DriverStopped({ kind: waitsForDevice(run) ? 'device-wait' : 'fuel' });
        return undefined;
      },
    };
  }
}
