import { posix } from 'node:path';
import { consistentFreeForms, type DeclaredCalls } from '../declared-calls.ts';
import type { DriverPair, VerifyOptions } from '../driver-input.ts';
import { nothingCompared, type Comparison, type FreeSite } from '../verdict/verdict.ts';
import { isUndisturbed } from '../exploration/run-plan.ts';
import type { Workbench } from '../open-driver.ts';
import { verifyHere, type Verification } from '../verify-driver.ts';
import { compareExplorations } from './compare-explorations.ts';
import { compareUnderConstrained, type ComparedUnderConstrained } from './compare-under-constrained.ts';
import { comparedSites } from './compared-sites.ts';

/** Differences named in a comparison; more say nothing new. */
const MOST_DIFFERENCES = 10;

/** Runs original and migrated driver on equal fault plans and compares them call by call. In this thread. */
export async function compareHere(pair: DriverPair, workbench: Workbench, options: VerifyOptions): Promise<Comparison> {
  const before = await verifyHere(pair.before, workbench, options);
  // both forms have to meet the same device
  const trials = before.exploration?.runs.map(({ plan }) => plan).filter(isUndisturbed) ?? options.trials;
  const underConstrained = before.exploration?.underConstrained.map(({ plan }) => plan) ?? options.underConstrained;
  const after = await verifyHere(pair.after, workbench, { ...options, trials, underConstrained });
  return compared(before, after, pair.after.calls);
}

/** Compares what two forms of a driver did in runs already made. */
export function compared(
  before: Verification,
  after: Verification,
  calls: DeclaredCalls = consistentFreeForms,
): Comparison {
  const verdicts = { file: after.verdict.file, before: before.verdict, after: after.verdict };
  const unlike = oneSided(before, after);
  const alone = unlike === null ? compareUnderConstrained(before, after, calls) : nothingAlone;
  const undecided = (why: string): Comparison => ({
    ...verdicts,
    equivalent: null,
    compared: {
      ...nothingCompared,
      sites: comparedSites(before, after, { lives: [], alone: alone.compared, otherwise: why }),
    },
    differences: alone.differences.slice(0, MOST_DIFFERENCES),
    why,
  });
  if (before.verdict.error) return undecided(`the original could not be run: ${before.verdict.error.message}`);
  if (after.verdict.error) return undecided(`the migrated driver could not be run: ${after.verdict.error.message}`);
  if (unlike !== null) return undecided(unlike);
  const { cut, skipped, ...lives } = compareExplorations(before.exploration!, after.exploration!, calls);
  const otherwise = 'it ran only where the two forms were not compared';
  const sites = comparedSites(before, after, { lives: lives.compared, alone: alone.compared, otherwise });
  const differences = [...lives.differences, ...alone.differences];
  const nothing = differences.length === 0 ? emptiness(sites) : null;
  return {
    ...verdicts,
    equivalent: nothing === null ? differences.length === 0 : null,
    compared: { runs: lives.compared.length, underConstrained: alone.compared.length, cut, skipped, sites },
    differences: differences.slice(0, MOST_DIFFERENCES),
    why: nothing,
  };
}

const nothingAlone: ComparedUnderConstrained = { differences: [], compared: [] };

/** Sources of the module that only one of the forms has, for the other's does not compile; null where there are none. */
function oneSided(before: Verification, after: Verification): string | null {
  const [original, migrated] = [before, after].map(({ units }) => units.map(({ main }) => main)) as [
    string[],
    string[],
  ];
  const [lost, gained] = [
    original.filter((main) => !migrated.includes(main)),
    migrated.filter((main) => !original.includes(main)),
  ];
  const [form, missing] = lost.length > 0 ? ['migrated', lost] : ['original', gained];
  if (missing.length === 0) return null;
  return `of the ${form} module, these do not compile: ${missing.map((main) => posix.basename(main)).join(', ')}`;
}

/** Why equal runs show nothing of the migration; null when they do. */
function emptiness(sites: readonly FreeSite[]): string | null {
  if (sites.length === 0 || sites.some(({ status }) => status === 'verified' || status === 'refuted')) return null;
  return `both did the same, but no run of its life came to ${sites.length === 1 ? 'its free site' : `any of the ${sites.length} free sites`}`;
}
