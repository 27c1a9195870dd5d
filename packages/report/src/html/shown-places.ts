import type { Finding } from '@freehandle/verifier';
import type { DriverRuns } from '../verification/driver-runs.ts';
import type { VerifiedDriver } from '../verification/verification-report.ts';
import type { ReportDocument } from './client/document.ts';
import type { ShownPlace, SourceForm } from './excerpts.ts';

/** Every place that a page leads to, in no order. */
export function* shownPlaces({
  migration,
  audit,
  verification,
}: Omit<ReportDocument, 'sources'>): Generator<ShownPlace> {
  for (const site of migration?.report.sites ?? []) {
    yield { form: 'tree', file: site.file, line: site.line };
    for (const { file, line } of site.evidence) yield { form: 'tree', file, line };
    for (const origin of [site.size?.from, site.handle?.from]) {
      if (origin) yield { form: 'tree', file: origin.file, line: origin.line };
    }
  }
  for (const finding of audit?.findings ?? []) yield* ofFinding('tree', finding);
  for (const driver of verification?.report.drivers ?? []) yield* ofDriver(driver);
  for (const runs of verification?.runs ?? []) yield* ofRuns(runs);
}

function* ofFinding(form: SourceForm, finding: Pick<Finding, 'file' | 'line' | 'evidence'>): Generator<ShownPlace> {
  yield { form, file: finding.file, line: finding.line };
  for (const { file, line } of finding.evidence) yield { form, file, line };
}

function* ofDriver({ before, after, sites }: VerifiedDriver): Generator<ShownPlace> {
  for (const { file, line } of sites) yield { form: 'after', file, line };
  for (const [form, verdict] of [['before', before] as const, ['after', after] as const]) {
    for (const finding of [...(verdict?.findings ?? []), ...(verdict?.allocatorFindings ?? [])]) {
      yield* ofFinding(form, finding);
    }
  }
}

function* ofRuns({ forms }: DriverRuns): Generator<ShownPlace> {
  for (const { form, runs } of forms) {
    for (const { film } of runs) {
      for (const { place } of film?.calls ?? []) if (place) yield { form, file: place.file, line: place.line };
    }
  }
}
