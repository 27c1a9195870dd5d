export type { ApiShape, ArgumentRole } from './facts/file-context.ts';
export type {
  AllocationFact,
  Event,
  FileFacts,
  FreeFact,
  MemberStore,
  ParameterFact,
  PointerStore,
  Reason,
  SourceOfFree,
} from './facts/facts.ts';
export type { Leaf, Template } from './facts/template.ts';
export { factsOf } from './facts/file-facts.ts';
export { factLines, factsOfLines } from './facts/fact-lines.ts';
export { offeredByAll, type OfferedFunction } from './facts/offered.ts';
export { link, type LinkedFacts } from './link/index-facts.ts';
export { answerTo, tracedFacts, type Question, type TracedFacts } from './link/traced-facts.ts';
export type { FiledStore, Stores } from './link/stores-near.ts';
export { matchingAllocations, type Match } from './link/matches.ts';
export { endOf, type PathEnd } from './facts/store-facts.ts';
export { provenanceOf } from './link/provenance.ts';
export type { Contract } from './link/resolve-parameter.ts';
export type { Found, UnknownReason, Verdict } from './link/verdict.ts';
export { typeOf, typeTable, type TypeTable } from './paths/types.ts';
export { pathKey, pathText, type Path, type PathRoot, type PathStep } from './paths/path.ts';
export { relevance } from './relevance/relevance.ts';
export { buildFlow } from './flow/build.ts';
export type { Edge, Flow, Step, StepShape, Variable } from './flow/step.ts';
export { fileFlows, type FileFlows } from './context/file-flows.ts';
export {
  callingContexts,
  type CallingContext,
  type CallingContexts,
  type ContextReason,
} from './context/calling-context.ts';
export {
  presenceOf,
  storedPointers,
  type AssumedPresence,
  type SharedMember,
  type StoredPointer,
} from './context/present.ts';
export { lockCall, maySleep, type LockCall } from './context/locks.ts';
export { noFacts } from './facts/file-facts.ts';
export { isNull } from './flow/reaching.ts';
