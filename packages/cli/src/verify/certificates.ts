import fs from 'node:fs';
import path from 'node:path';
import {
  certifyComparison,
  certifyVerdict,
  programHash,
  type Certificate,
  type CertifiedOptions,
  type Comparison,
  type DriverInput,
  type DriverPair,
  type DriverVerdict,
} from '@freehandle/verifier';
import type { Session } from '../session.ts';
import { version } from '../version.ts';

/** What was run, each with its result at the same place. */
export interface Results {
  readonly pairs: readonly DriverPair[];
  readonly comparisons: readonly Comparison[];
  readonly inputs: readonly DriverInput[];
  readonly verdicts: readonly DriverVerdict[];
}

/** Writes one certificate a driver below `folder`, under the driver's own path; returns how many. */
export function writeCertificates(
  results: Results,
  folder: string,
  options: CertifiedOptions,
  session: Session,
): number {
  const base = session.io.cwd();
  const { toolchain, fuel, totalFuel, maxRuns, pairs, irq, device } = options;
  const decisive = { toolchain, fuel, totalFuel, maxRuns, pairs, irq, device };
  const issue = { base, version, program: programHash(), options: decisive };
  const certificates = [
    ...results.comparisons.map((comparison, index) => certifyComparison(comparison, results.pairs[index]!, issue)),
    ...results.verdicts.map((verdict, index) => certifyVerdict(verdict, results.inputs[index]!, issue)),
  ];
  for (const certificate of certificates) {
    const file = path.join(folder, nameOf(certificate));
    fs.mkdirSync(path.resolve(base, path.dirname(file)), { recursive: true });
    session.save(file, `${JSON.stringify(certificate, null, 2)}\n`);
  }
  return certificates.length;
}

/** The driver's path with `.json` behind it; a driver outside the folder does not lead out of it. */
function nameOf({ driver }: Certificate): string {
  return `${driver.replaceAll('../', 'parent/')}.json`;
}
