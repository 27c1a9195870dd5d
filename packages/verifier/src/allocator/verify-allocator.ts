import { allocators, type FreeForm } from '@freehandle/model';
import { compileDriver } from '../compile/compile-driver.ts';
import type { DriverInput } from '../driver-input.ts';
import { frameworks } from '../lifecycle/frameworks/index.ts';
import type { Workbench } from '../open-driver.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import { allocatorLayout } from './allocator-layout.ts';
import { compareAllocators, machineOptions, type AllocatorComparison } from './compare-allocators.ts';
import { loadTreeAllocator } from './tree-allocator.ts';

/** A tree's allocator to be held against the model's: so many operations each, determined by the seed. */
export interface AllocatorRequest {
  readonly input: DriverInput;
  readonly operations: number;
  readonly seed: number;
}

/** What came of it: a comparison with each of the model's allocators whose free takes the same arguments. */
export interface AllocatorVerdict {
  readonly file: string;
  readonly profile: string;
  readonly error: VerdictError | null;
  readonly seed: number;
  /** Those that agree first, then by how far they came. */
  readonly comparisons: readonly AllocatorComparison[];
}

const formOf: readonly (FreeForm | undefined)[] = [undefined, 'address', 'address-size', 'address-size-handle'];

/** Compiles a tree's allocator and runs it beside the model's. In this thread, without a time limit. */
export async function verifyAllocatorHere(request: AllocatorRequest, workbench: Workbench): Promise<AllocatorVerdict> {
  const { input, seed } = request;
  const compilation = await compileDriver(workbench.toolchain, input, [...frameworks, allocatorLayout]);
  const { profile } = compilation;
  const refused = (error: VerdictError): AllocatorVerdict => ({
    file: input.file,
    profile,
    error,
    seed,
    comparisons: [],
  });
  if ('error' in compilation) return refused(compilation.error);
  const frames = machineOptions.ramBytes / 4096;
  const tree = loadTreeAllocator(compilation, workbench.memory, frames);
  const place = { file: input.file, line: 0 };
  if (tree === null) {
    const message = 'it defines no consistent_alloc, or no consistent_free';
    return refused({ ...place, kind: 'no-entry', message, hint: 'name the file that defines both' });
  }
  const form = formOf[tree.freeArguments];
  if (tree.unknown.length > 0 || form === undefined) {
    const message = `it is written in functions that the model's machine does not have: ${tree.unknown.join(', ')}`;
    const hint = 'allocators of the 2.4 PowerPC tree can be compared: pages, vm areas, map_page, vfree';
    return refused({ ...place, kind: 'load', message, hint });
  }
  const candidates = Object.values(allocators).filter((one) => one.form === form && one.name.startsWith('ppc-'));
  const comparisons = candidates.map((like) => compareAllocators(like, tree, request));
  const reach = ({ disagreement, operations }: AllocatorComparison): number =>
    disagreement === null ? Infinity : operations;
  return {
    ...{ file: input.file, profile, error: null, seed },
    comparisons: comparisons.sort((a, b) => reach(b) - reach(a) || a.allocator.localeCompare(b.allocator)),
  };
}
