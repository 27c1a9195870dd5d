import { verifyAllocatorHere } from '../allocator/verify-allocator.ts';
import { compareHere } from '../comparison/compare-driver.ts';
import type { DriverInput, VerifyOptions } from '../driver-input.ts';
import { LinearMemory } from '../memory/linear-memory.ts';
import { replayHere } from '../replay/replay-here.ts';
import { cachedToolchain } from '../toolchain/cached-toolchain.ts';
import { chooseToolchain } from '../toolchain/choose.ts';
import { unverified } from '../verdict/unverified.ts';
import { nothingCompared, type DriverVerdict, type VerdictError } from '../verdict/verdict.ts';
import type { Workbench } from '../open-driver.ts';
import { verifyHere } from '../verify-driver.ts';
import type { Task, TaskResult } from './task.ts';

/**
 * Entry of a worker thread. A driver's code gets the functions of the model and nothing else: no file, no network, no
 * other memory. What it does wrong is a verdict; only a defect of ours throws.
 */
export default async function work(task: Task): Promise<TaskResult> {
  const workbench = openWorkbench(task.options);
  if (task.kind === 'verify') {
    if ('error' in workbench) return refused(task.input, workbench.error);
    const { verdict } = await verifyHere(task.input, workbench, task.options);
    return verdict;
  }
  if (task.kind === 'replay') {
    if (!('error' in workbench)) return replayHere(task, workbench);
    return { kind: 'error', error: { ...workbench.error, file: task.input.file, line: 0 } };
  }
  if (task.kind === 'allocator') {
    if (!('error' in workbench)) return verifyAllocatorHere(task, workbench);
    const { file } = task.input;
    return { file, profile: 'none', error: { ...workbench.error, file, line: 0 }, seed: task.seed, comparisons: [] };
  }
  const { pair, options } = task;
  if (!('error' in workbench)) return compareHere(pair, workbench, options);
  const [before, after] = [refused(pair.before, workbench.error), refused(pair.after, workbench.error)];
  return {
    file: pair.after.file,
    before,
    after,
    equivalent: null,
    compared: { ...nothingCompared, sites: after.sites },
    differences: [],
    why: workbench.error.message,
  };
}

type Refusal = Pick<VerdictError, 'kind' | 'message' | 'hint'>;

let memory: LinearMemory | undefined;

function openWorkbench({ toolchain: wanted, cacheDir }: VerifyOptions): Workbench | { readonly error: Refusal } {
  const toolchain = chooseToolchain(wanted);
  if (toolchain === null) {
    const message = 'no installed clang with a wasm-ld beside it can make wasm32';
    return {
      error: { kind: 'toolchain', message, hint: 'install clang and lld 14 or newer, or take the toolchain wasm' },
    };
  }
  try {
    memory ??= new LinearMemory();
  } catch {
    const message = 'the system gives no 4 GiB of address space';
    return {
      error: {
        kind: 'memory',
        message,
        hint: 'raise ulimit -v, or allow overcommit; the memory is reserved, not used',
      },
    };
  }
  return { toolchain: cacheDir === null ? toolchain : cachedToolchain(toolchain, cacheDir), memory };
}

function refused(input: DriverInput, { kind, message, hint }: Refusal): DriverVerdict {
  return unverified(input, { kind, file: input.file, line: 0, message, hint });
}
