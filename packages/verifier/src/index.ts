export type { DriverInput, DriverPair, VerifyOptions, BatchOptions } from './driver-input.ts';
export type { ArgumentRole, CallForm, DeclaredCalls } from './declared-calls.ts';
export { defaultOptions } from './driver-input.ts';
export type {
  ComparedScope,
  Comparison,
  DriverVerdict,
  Evidence,
  Finding,
  FreeSite,
  RunDescription,
  SiteStatus,
  SourcePlace,
  VerdictError,
  VerdictErrorKind,
} from './verdict/verdict.ts';
export { entryName, type Assumption, type Entry, type EntryCall, type MadeUp } from './under-constrained/entry.ts';
export { comparisonGaps, gapsOf } from './verdict/gaps.ts';
export { memoryRules, type MemoryRule } from './verdict/memory-rules.ts';
export { addressSpaceShortage, type AddressSpaceShortage } from './sandbox/address-space-limit.ts';
export { verifyBatch, compareBatch, replayBatch, verifyAllocator, type RequestedReplay } from './sandbox/batch.ts';
export type { AllocatorRequest, AllocatorVerdict } from './allocator/verify-allocator.ts';
export type { AllocatorComparison, Disagreement } from './allocator/compare-allocators.ts';
export type { Certificate, CertifiedForm, CertifiedInput, CertifiedOptions } from './certificate/certificate.ts';
export { certifyComparison, certifyVerdict, type Issue } from './certificate/certify.ts';
export { programHash } from './certificate/program-hash.ts';
export { restoreInput } from './certificate/restore-input.ts';
export { readCertificate } from './certificate/read-certificate.ts';
export type { Replay, ReplayedRun, TracedAllocation, TracedCall } from './replay/replay.ts';
export type { PageHistory, PageStep } from './replay/page-history.ts';
export { planName, type RunPlan } from './exploration/run-plan.ts';
export { verdictsByFile } from './verdict/by-file.ts';
