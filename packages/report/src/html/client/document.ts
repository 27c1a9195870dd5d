import type { PageMapCell } from '@freehandle/model';
import type { AuditReport } from '../../audit/audit-report.ts';
import type { MigrationReport } from '../../migration/migration-report.ts';
import type { DriverRuns } from '../../verification/driver-runs.ts';
import type { VerificationReport } from '../../verification/verification-report.ts';
import type { Excerpts } from '../excerpts.ts';

/** All that the page shows, as it stands in the page. A part that is null was not run. */
export interface ReportDocument {
  readonly title: string;
  readonly version: string;
  readonly migration: { readonly report: MigrationReport; readonly diff: string } | null;
  readonly audit: AuditReport | null;
  readonly verification: { readonly report: VerificationReport; readonly runs: readonly DriverRuns[] } | null;
  readonly sources: Excerpts;
  /** The letter of each state that a page frame can be in. */
  readonly pageSigns: Readonly<Record<PageMapCell, string>>;
}
