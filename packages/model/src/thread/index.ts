export { bothForms, cellName, cells, type Cell } from './cell.ts';
export { callers, type Caller, type NaiveMistake } from './callers.ts';
export { claimById, claims } from './catalogue.ts';
export type { Claim, Claimant, Outcome, Statement, Tell } from './claim.ts';
export {
  failureTable,
  leakTable,
  leakTableCells,
  leakTableSizes,
  type FailureRow,
  type LeakRow,
} from './leak-table.ts';
export { mappingTable, type MappingRow } from './mapping-table.ts';
export type { FreeCycle } from './free-cycle.ts';
export { runClaim, runThread, type CellResult, type ClaimResult, type ThreadTable } from './run-thread.ts';
export type { StoryCall, StoryFinding } from './fold-calls.ts';
export { storyOf, type LeakedRun, type MachineStory, type Story, type StoryStep } from './story.ts';
export type { Answer, Verdict } from './verdict.ts';
