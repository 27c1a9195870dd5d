export { FreehandleError, type ErrorFacts, type Place } from './error.ts';
export { sourceFromBytes, type Source } from './source.ts';
export { applyEdits, sortEdits, type Edit } from './edit.ts';
export type { FileProblem } from './file-problem.ts';
