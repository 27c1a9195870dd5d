import type { DriverPair, VerifyOptions } from '../driver-input.ts';
import { placeName } from '../verdict/free-sites.ts';
import { nothingCompared, type Comparison } from '../verdict/verdict.ts';
import { verifyHere, type Verification, type Workbench } from '../verify-driver.ts';
import { compareExplorations } from './compare-explorations.ts';

/** Differences named in a comparison; more say nothing new. */
const MOST_DIFFERENCES = 10;

/** Runs original and migrated driver on equal fault plans and compares them call by call. In this thread. */
export async function compareHere(pair: DriverPair, workbench: Workbench, options: VerifyOptions): Promise<Comparison> {
  const before = await verifyHere(pair.before, workbench, options);
  // both forms have to meet the same device
  const device = before.exploration?.runs[0]?.plan.device ?? options.device;
  const after = await verifyHere(pair.after, workbench, { ...options, device });
  return compared(before, after);
}

/** Compares what two forms of a driver did in runs already made. */
export function compared(before: Verification, after: Verification): Comparison {
  const verdicts = { file: after.verdict.file, before: before.verdict, after: after.verdict };
  const undecided = (why: string): Comparison => ({
    ...verdicts,
    equivalent: null,
    compared: nothingCompared,
    differences: [],
    why,
  });
  if (before.verdict.error) return undecided(`the original could not be run: ${before.verdict.error.message}`);
  if (after.verdict.error) return undecided(`the migrated driver could not be run: ${after.verdict.error.message}`);
  const { differences, runs, cut, skipped, freed } = compareExplorations(before.exploration!, after.exploration!);
  const places = new Set(freed.map((frames) => placeName(after.places!.place(frames))));
  const sites = after.verdict.sites.map((site) => ({
    ...site,
    compared: site.compiled && places.has(placeName(site)),
  }));
  const nothing = differences.length === 0 ? emptiness(sites) : null;
  return {
    ...verdicts,
    equivalent: nothing === null ? differences.length === 0 : null,
    compared: { runs, cut, skipped, sites },
    differences: differences.slice(0, MOST_DIFFERENCES),
    why: nothing,
  };
}

/** Why equal runs show nothing of the migration; null when they do. */
function emptiness(sites: readonly { readonly compared: boolean }[]): string | null {
  if (sites.length === 0 || sites.some((site) => site.compared)) return null;
  return `both did the same, but no run came to ${sites.length === 1 ? 'its free site' : `any of the ${sites.length} free sites`}`;
}
