export type { DriverInput, DriverPair, VerifyOptions, BatchOptions } from './driver-input.ts';
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
export { comparisonGaps, gapsOf } from './verdict/gaps.ts';
export { memoryRules, type MemoryRule } from './verdict/memory-rules.ts';
export { addressSpaceShortage, type AddressSpaceShortage } from './sandbox/address-space-limit.ts';
export { verifyBatch, compareBatch } from './sandbox/batch.ts';
