import fs from 'node:fs';
import path from 'node:path';
import { FreehandleError } from '@freehandle/c-source';
import { prettyAllocator } from '@freehandle/report';
import { verifyAllocator, type BatchOptions } from '@freehandle/verifier';
import { publish, type Destination } from '../commands/publish.ts';
import { exitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { inputOf } from './pairs.ts';

/** Milliseconds that a comparison may take: to compile, and for each operation, far above what one needs. */
const STARTING = 60_000;
const PATIENCE = 50;

/** Which allocator to compare, and how long. */
export interface AllocatorChoice {
  /** As the user gave it. */
  readonly file: string;
  /** Absolute; null when none was named. */
  readonly kernelTree: string | null;
  readonly operations: number;
  readonly seed: number;
}

/**
 * `verify --allocator`: a kernel tree's own allocator beside the model's.
 * @throws FreehandleError FH2001, FH2024 when the file, or the kernel tree, is not named.
 */
export async function verifyTreeAllocator(
  choice: AllocatorChoice,
  batch: BatchOptions,
  destination: Destination,
  session: Session,
): Promise<number> {
  const cwd = session.io.cwd();
  const file = path.resolve(cwd, choice.file);
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new FreehandleError(`--allocator ${choice.file}: no such file`, {
      code: 'FH2001',
      title: 'Path not found',
      hint: 'Name the C file that defines consistent_alloc and consistent_free.',
    });
  }
  if (choice.kernelTree === null || (destination.format !== 'pretty' && destination.format !== 'json')) {
    throw new FreehandleError('--allocator needs --kernel-tree, and gives pretty or json', {
      code: 'FH2024',
      title: 'Allocator without its tree',
      hint: 'An allocator is compiled with the headers of the tree it is from: --kernel-tree DIR.',
    });
  }
  const { operations, seed } = choice;
  // reports name the allocator by its path in the tree
  const input = inputOf(file, {}, { cwd: choice.kernelTree, kernelTree: choice.kernelTree });
  const verdict = await verifyAllocator(
    { input, operations, seed },
    { ...batch, timeoutMs: STARTING + operations * PATIENCE },
  );
  await publish(
    session,
    { pretty: (color) => prettyAllocator(verdict, { color }), json: () => verdict },
    { ...destination, format: destination.format },
  );
  if (verdict.error !== null) return exitCode.trouble;
  return verdict.comparisons.some(({ disagreement }) => disagreement === null) ? exitCode.clean : exitCode.findings;
}
