import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { DriverInput, DriverPair } from '../driver-input.ts';
import type { Comparison, DriverVerdict } from '../verdict/verdict.ts';
import type { Certificate, CertifiedForm, CertifiedInput, CertifiedOptions } from './certificate.ts';

/** What all certificates of a command have in common. `base` is the absolute folder that it ran in. */
export interface Issue {
  readonly base: string;
  readonly version: string;
  readonly program: string;
  readonly options: CertifiedOptions;
}

/** The certificate of a driver that was run in one form. */
export function certifyVerdict(verdict: DriverVerdict, input: DriverInput, issue: Issue): Certificate {
  return {
    ...headOf(verdict.file, issue),
    ...{ equivalent: null, why: verdict.error?.message ?? null, differences: [], sites: verdict.sites },
    forms: [formOf('alone', verdict, input, issue.base)],
  };
}

/** The certificate of a driver that was run in two forms. */
export function certifyComparison(comparison: Comparison, pair: DriverPair, issue: Issue): Certificate {
  const { equivalent, why, differences, compared } = comparison;
  return {
    ...headOf(comparison.file, issue),
    ...{ equivalent, why, differences, sites: compared.sites },
    forms: [
      formOf('before', comparison.before, pair.before, issue.base),
      formOf('after', comparison.after, pair.after, issue.base),
    ],
  };
}

function headOf(driver: string, { version, program, options }: Issue) {
  return { tool: 'freehandle', kind: 'certificate', version, program, driver, options } as const;
}

function formOf(name: CertifiedForm['name'], verdict: DriverVerdict, input: DriverInput, base: string): CertifiedForm {
  const { error, profile, allocator, device, record, lifecycle, findings } = verdict;
  return {
    name,
    input: certifiedInput(input, record?.standIns ?? [], base),
    ...{ error, profile, allocator, device, lifecycle, findings },
    toolchain: record?.toolchain ?? null,
    sources: record?.sources ?? [],
    module: record?.module ?? null,
    runs: record?.runs ?? [],
  };
}

function certifiedInput(input: DriverInput, used: readonly string[], base: string): CertifiedInput {
  const fromBase = (path: string): string => relative(base, path).split(sep).join('/') || '.';
  const driver = join(input.root, input.file);
  const contents = new Map(used.map((path) => [path, input.overlay[path]!]));
  if (!isOnDisk(driver, input.source)) contents.set(driver, input.source);
  return {
    file: input.file,
    root: fromBase(input.root),
    includeRoots: input.includeRoots.map(fromBase),
    kernelTree: input.kernelTree === undefined ? null : fromBase(input.kernelTree),
    calls: input.calls ?? null,
    standIns: Object.fromEntries(
      [...contents].map(([path, bytes]) => [fromBase(path), Buffer.from(bytes).toString('base64')]),
    ),
  };
}

function isOnDisk(path: string, bytes: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}
