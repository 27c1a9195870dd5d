export type { Finding, PathStep } from './finding.ts';
