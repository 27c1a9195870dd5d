export type { Declaration, Evidence, Origin, Plan, Retained, Site, SiteStatus } from './plan/plan.ts';
export type { FileProblem, Edit } from '@freehandle/c-source';
export { hashOf } from './plan/hash.ts';
export { readSealed, writeSealed } from './cache/sealed-file.ts';
export { touchEntry, trimCache } from './cache/trim.ts';
export { planMigration, type PlanOptions } from './plan/plan-migration.ts';
export { collectFacts, type CollectedFacts } from './plan/collect-facts.ts';
export { areFacts, mergeFacts, readFacts, writeFacts, type Facts } from './cache/facts-file.ts';
export { shardOf, type Shard } from './search/shard.ts';
export type { Progress } from './plan/progress.ts';
export { crewHere } from './threads/here.ts';
export { crewOfThreads, workerOf, type ThreadLimits } from './threads/worker-threads.ts';
export { serveTasks } from './threads/serve-tasks.ts';
export type { OpenScanner } from './threads/task.ts';
export { findCandidates } from './search/find-candidates.ts';
export { scanCandidates } from './plan/scan-candidates.ts';
export type { Scan } from './plan/scanned-file.ts';
export { changedMeanwhile } from './plan/scanner.ts';
export { analysisVersion } from './cache/analysis-version.ts';
export { openFactsCache } from './cache/facts-cache.ts';
export { changed, migratedFiles, type MigratedFile } from './write/migrated-files.ts';
export { unifiedDiff } from './write/unified-diff.ts';
export { clearLeftovers } from './write/leftovers.ts';
export { writeFiles } from './write/write-files.ts';
export { refuseUncommitted, uncommitted } from './write/uncommitted.ts';
export { refusalFor, refusals } from './refusals/index.ts';
export type { Refusal, RefusalReason } from './refusals/refusal.ts';
export type {
  Allocator,
  CallForm,
  Conversion,
  Migration,
  Parameter,
  Role,
  Value,
  Wrapper,
} from './migrations/migration.ts';
export { consistentFree } from './migrations/consistent-free.ts';
export { migrations } from './migrations/index.ts';
export {
  migrationFromPrototypes,
  type DeclaredConversion,
  type DeclaredMigration,
  type DeclaredValue,
} from './migrations/from-prototypes.ts';
export { rolesOfPrototypes } from './migrations/roles-of-prototypes.ts';
export { headerReader, type HeaderReader } from './plan/headers.ts';
export { isTypeScript } from './typescript/plan-callers.ts';
export type { PairedCalls } from './migrations/paired-calls.ts';
export { compileLess } from './threads/compile-less.ts';
export { pciConsistentToDma } from './migrations/pci-consistent-to-dma.ts';
export { consistentToDma } from './migrations/consistent-to-dma.ts';
