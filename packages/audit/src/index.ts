export type { Finding, PathStep } from './finding.ts';
export type { Fix, FixEdit } from './fix/fix.ts';
export { fixedFiles, type FixedFiles } from './fix/fixed-files.ts';
export { auditFiles, type Audit, type AuditOptions } from './audit-files.ts';
export { families } from './families/index.ts';
export { familyFromPrototypes, type DeclaredFamily } from './families/from-prototypes.ts';
export type { AllocatingCall, Family, FreeingCall, Role } from './families/family.ts';
