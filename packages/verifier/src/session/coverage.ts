import { DriverStopped } from '../memory/stops.ts';
import type { Host } from '../binding/host.ts';
import type { RunState } from '../binding/run-state.ts';

/** Blocks of a loop body at most: a register read not longer ago belongs to the loop that has used up the fuel. */
const LOOP_BODY = 1000;

function waitsForDevice({ fuel, fuelAtRegisterRead }: RunState): boolean {
  return fuelAtRegisterRead !== null && fuelAtRegisterRead - fuel < LOOP_BODY;
}

/** Which basic blocks ran, over all runs of a driver; and the fuel of the run going on. */
export class Coverage {
  #first = 0;
  #reached = new Uint8Array();

  get total(): number {
    return this.#reached.length;
  }

  get reached(): number {
    return this.#reached.reduce((sum, block) => sum + block, 0);
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
        this.#reached[(guard - this.#first) >>> 2] = 1;
        if (--host.run.fuel < 0) throw new DriverStopped({ kind: waitsForDevice(host.run) ? 'device-wait' : 'fuel' });
        return undefined;
      },
    };
  }
}
