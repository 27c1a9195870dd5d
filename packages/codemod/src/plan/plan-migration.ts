import { resolve } from 'node:path';
import type { ParserChoice } from '@freehandle/c-source';
import type { Facts } from '../cache/facts-file.ts';
import { namesOf, type Migration } from '../migrations/migration.ts';
import { findCandidates } from '../search/find-candidates.ts';
import { planPointers } from '../pointers/plan-pointers.ts';
import { retainSites } from '../retain/retain-sites.ts';
import { isTypeScript, planCallers } from '../typescript/plan-callers.ts';
import type { ThreadLimits } from '../threads/worker-threads.ts';
import { bySite, type Plan } from './plan.ts';
import { planLinked } from './plan-linked.ts';
import type { Progress } from './progress.ts';
import { byFile, cacheOf, filesOf, withCrew } from './run-scope.ts';
import { followCallers } from './follow-callers.ts';
import { decodeScans, scanCandidates } from './scan-candidates.ts';

/** How a plan is made. */
export interface PlanOptions {
  readonly migration: Migration;
  /** The directory that `paths` and the plan's `file`s are relative to. */
  readonly root: string;
  readonly parser?: ParserChoice;
  /** Whether code may be added that keeps what nothing keeps: members, variables, stores, tests. */
  readonly retain?: boolean;
  /** True to parse every function in full: slower, the same plan. For checking that it is the same. */
  readonly unpruned?: boolean;
  /** Number of worker threads; without it, everything is done in the calling thread. The plan is the same. */
  readonly jobs?: number;
  /** Limits of the worker threads; what passes one is a problem of the file (FH1005). */
  readonly limits?: Partial<ThreadLimits>;
  /** The folder that keeps what the next run can use again, made when needed; without it nothing is kept. */
  readonly cacheDir?: string;
  /** What `collectFacts` found out, here or on other machines. The plan is the same; it is made sooner. */
  readonly facts?: Facts;
  /** Stops everything; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Plans a migration of `paths` (files, already expanded, relative to the root or absolute): C, and TypeScript that calls
 * the same functions of a package where the migration knows them. Nothing is written. Files
 * that cannot be taken in are listed as problems; the rest goes on. The result depends neither on the order of `paths`,
 * nor on the number of threads, nor on the cache.
 */
export async function planMigration(paths: readonly string[], options: PlanOptions): Promise<Plan> {
  const root = resolve(options.root);
  const files = filesOf(paths, root);
  const scripts = files.filter((file) => isTypeScript(file));
  const plan = await planSources(
    files.filter((file) => !isTypeScript(file)),
    options,
  );
  const callers = await planCallers(scripts, options);
  return callers === null ? { ...plan, files: files.length } : joined(plan, callers);
}

function joined(plan: Plan, callers: Plan): Plan {
  const sites = [...plan.sites, ...callers.sites];
  return {
    ...plan,
    files: plan.files + callers.files,
    sites: sites.sort(bySite),
    hashes: { ...plan.hashes, ...callers.hashes },
  };
}

async function planSources(files: readonly string[], options: PlanOptions): Promise<Plan> {
  const { migration, root, parser, unpruned, signal, cacheDir, facts } = options;
  const settings = { root: resolve(root), migration, parser, unpruned };
  const cache = cacheOf(settings, { folder: cacheDir ?? null, facts });
  const { found, scans } = await withCrew(options, async (crew) => {
    const stage = { crew, cache, signal, onProgress: options.onProgress };
    const candidates = await findCandidates(files, { root: settings.root, names: namesOf(migration), ...stage });
    const results = await scanCandidates(candidates.candidates, { settings, ...stage });
    const first = { contents: candidates.candidates, results };
    return { found: candidates, scans: await followCallers(first, files, { settings, ...stage }) };
  });
  cache?.close();
  const stage = { settings, cache, signal, onProgress: options.onProgress };
  const scanned = decodeScans(scans.results);
  const { linked, unseen, ...decided } = await planLinked(scanned.files, scans.contents, files, stage);
  const seen = { scanned: scanned.files, contents: scans.contents, linked, unseen };
  const tree = { ...settings, given: files, ...seen, signal };
  const followed = { ...decided, ...(await planPointers(decided, tree)) };
  const planned = options.retain ? { ...followed, ...(await retainSites(followed, tree)) } : followed;
  const problems = [...found.problems, ...scanned.problems, ...planned.problems];
  return { ...planned, migration: migration.name, root, files: files.length, problems: byFile(problems) };
}
