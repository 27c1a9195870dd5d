export type { Declaration, Evidence, Origin, Plan, Site, SiteStatus } from './plan.ts';
export type { FileProblem, Edit } from '@freehandle/c-source';
export type { Refusal, RefusalReason } from './refusals/refusal.ts';
export type { Allocator, Migration, Parameter, Role, Wrapper } from './migrations/migration.ts';
export { consistentFree } from './migrations/consistent-free.ts';
