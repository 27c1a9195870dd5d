import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 optimise only what stays hot, with little inlined into it, and collect young garbage in the thread that made it. It
 * does both in threads of its own beside ours, for each worker anew: a quarter of the CPU time of a run over a whole kernel,
 * on cores that the workers need. For a process that does nothing else; the flags are read each time, so they may be set
 * while it runs.
 */
export function compileLess(): void {
  setFlagsFromString('--interrupt-budget=1000000');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=150');
  setFlagsFromString('--no-parallel-scavenge');
}
