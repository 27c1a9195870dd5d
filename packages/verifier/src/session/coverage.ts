import { DriverStopped } from '../memory/stops.ts';
import type { Host } from '../binding/host.ts';

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
        if (--host.run.fuel < 0) throw new DriverStopped({ kind: 'fuel' });
        return undefined;
      },
    };
  }
}
