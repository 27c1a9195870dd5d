export {
  migrationReport,
  type MigrationReport,
  type PublishedDeclaration,
  type PublishedSite,
} from './migration/migration-report.ts';
export { prettyMigration, type PrettyMigration } from './migration/pretty.ts';
export { outcomeOf, type Outcome } from './verification/outcome.ts';
export {
  verificationReport,
  type VerificationReport,
  type VerifiedDriver,
} from './verification/verification-report.ts';
export { isVerification, mergeVerifications } from './verification/merge-verifications.ts';
export { groupFindings, type FindingGroups } from './verification/finding-groups.ts';
export { prettyVerification } from './verification/pretty.ts';
export { prettyAllocator } from './allocator/pretty.ts';
export { prettyReplay } from './replay/pretty.ts';
export { replayReport, type ReplayedForm, type ReplayReport } from './replay/replay-report.ts';
export { prettyThread } from './thread/pretty-table.ts';
export { prettyStory } from './thread/pretty-story.ts';
export { htmlPage, type PageParts } from './html/page.ts';
export type { ReadSource, SourceForm } from './html/excerpts.ts';
export { formRuns, type DriverRuns, type FormRuns } from './verification/driver-runs.ts';
export { prettyError, prettyProblem } from './problem/pretty.ts';
export type { Fix, Result, Step } from './results/result.ts';
export { migrationResults } from './results/migration-results.ts';
export { findingResults } from './results/finding-results.ts';
export { baselineOf } from './results/baseline.ts';
export { subjects, type Subject } from './results/subjects.ts';
export { sarifLog } from './sarif/sarif-log.ts';
export { junitReport } from './junit/junit-report.ts';
export { findingsSummary } from './markdown/findings-summary.ts';
export { migrationSummary } from './markdown/migration-summary.ts';
export { patchSeries, type Patch } from './patches/patch-series.ts';
export type { Author } from './patches/mail.ts';
export { auditReport, type AuditedPart, type AuditReport } from './audit/audit-report.ts';
export { isAudit, mergeAudits, whyNotOneRun } from './audit/merge-audits.ts';
export { prettyAudit } from './audit/pretty.ts';
export { semanticPatch } from './patches/semantic-patch.ts';
