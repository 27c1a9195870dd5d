import {
  comparisonGaps,
  gapsOf,
  type ComparedScope,
  type Comparison,
  type DriverVerdict,
  type Finding,
  type FreeSite,
  type SiteStatus,
} from '@freehandle/verifier';
import { outcomeOf, type Outcome } from './outcome.ts';

/** A verdict without what certificates are for. */
export type ReportedVerdict = Omit<DriverVerdict, 'record'>;

/** One driver of a verification: run as it is, or the original beside the migrated form. */
export interface VerifiedDriver {
  readonly file: string;
  /** Whether the form that counts (the migrated one, where there are two) compiled. */
  readonly compiled: boolean;
  readonly runs: number;
  readonly equivalent: boolean | null;
  readonly why: string | null;
  readonly differences: readonly string[];
  /** Every free site of the form that counts, by what the comparison shows, or the runs where there is only one form. */
  readonly sites: readonly FreeSite[];
  /** How many runs of the two forms were compared; null where only one form was run. */
  readonly compared: Omit<ComparedScope, 'sites'> | null;
  /** What the verdict says nothing about, one clause each. */
  readonly gaps: readonly string[];
  /** The original; null where only one form was run. */
  readonly before: ReportedVerdict | null;
  readonly after: ReportedVerdict;
}

/** `verify --format json`. `findings` are those of the form that counts. */
export interface VerificationReport {
  readonly tool: 'freehandle';
  readonly version: string;
  readonly totals: {
    readonly files: number;
    readonly findings: number;
    readonly runs: number;
    readonly equivalent: number;
    readonly different: number;
    /** Drivers that could not be compiled or run, or whose two forms could not be compared. */
    readonly undecided: number;
    /** Drivers run in one form only, so that there was nothing to compare. */
    readonly alone: number;
    /** Free sites; always verified + refuted + underConstrained + notReached + notCompiled. */
    readonly sites: number;
    readonly verified: number;
    readonly refuted: number;
    /** Those that only functions called by themselves came to. */
    readonly underConstrained: number;
    readonly notReached: number;
    readonly notCompiled: number;
    readonly ms: number;
  };
  readonly findings: readonly Finding[];
  readonly drivers: readonly VerifiedDriver[];
}

/** Turns comparisons (original beside migrated) and single verdicts into the published report, sorted by file. */
export function verificationReport(
  results: { readonly comparisons: readonly Comparison[]; readonly verdicts: readonly DriverVerdict[] },
  about: { version: string; ms: number },
): VerificationReport {
  return reportOn([...results.comparisons.map(compared), ...results.verdicts.map(alone)], about);
}

/** The report on some drivers: everything in it but them is counted. */
export function reportOn(
  unsorted: readonly VerifiedDriver[],
  about: { version: string; ms: number },
): VerificationReport {
  const drivers = [...unsorted].sort((a, b) => (a.file < b.file ? -1 : 1));
  const of = (outcome: Outcome): number => drivers.filter((driver) => outcomeOf(driver) === outcome).length;
  const sites = drivers.flatMap((driver) => driver.sites);
  const sitesThat = (are: SiteStatus): number => sites.filter(({ status }) => status === are).length;
  const findings = drivers.flatMap((driver) => driver.after.findings);
  return {
    tool: 'freehandle',
    version: about.version,
    totals: {
      files: drivers.length,
      findings: findings.length,
      runs: drivers.reduce((sum, driver) => sum + driver.runs, 0),
      equivalent: of('equivalent'),
      different: of('different'),
      undecided: of('undecided'),
      alone: of('alone'),
      sites: sites.length,
      verified: sitesThat('verified'),
      refuted: sitesThat('refuted'),
      underConstrained: sitesThat('under-constrained'),
      notReached: sitesThat('not-reached'),
      notCompiled: sitesThat('not-compiled'),
      ms: Math.round(about.ms),
    },
    findings,
    drivers,
  };
}

/** Number of free sites that no compared run of the driver's life came to. */
export function sitesLeft({ sites }: Pick<VerifiedDriver, 'sites'>): number {
  return sites.filter(({ status }) => status !== 'verified' && status !== 'refuted').length;
}

function compared(comparison: Comparison): VerifiedDriver {
  const { sites, ...scope } = comparison.compared;
  return {
    ...comparison,
    sites,
    compared: scope,
    before: withoutRecord(comparison.before),
    after: withoutRecord(comparison.after),
    gaps: comparisonGaps(comparison),
    compiled: comparison.after.compiled,
    runs: comparison.before.runs + comparison.after.runs,
  };
}

function withoutRecord({ record: _, ...verdict }: DriverVerdict): ReportedVerdict {
  return verdict;
}

function alone(verdict: DriverVerdict): VerifiedDriver {
  return {
    file: verdict.file,
    compiled: verdict.compiled,
    runs: verdict.runs,
    equivalent: null,
    why: null,
    differences: [],
    sites: verdict.sites,
    compared: null,
    gaps: gapsOf(verdict),
    before: null,
    after: withoutRecord(verdict),
  };
}
