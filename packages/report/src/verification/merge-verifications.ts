import { reportOn, type VerificationReport, type VerifiedDriver } from './verification-report.ts';

/** Whether a parsed JSON text is a report of `verify`. */
export function isVerification(report: unknown): report is VerificationReport {
  if (typeof report !== 'object' || report === null) return false;
  const { tool, drivers, findings, totals } = report as Record<string, unknown>;
  return tool === 'freehandle' && Array.isArray(drivers) && Array.isArray(findings) && typeof totals === 'object';
}

/**
 * The reports of the parts of a run as the one report that the whole run would have made; `ms` is the time of all parts. In any
 * order and grouping the same; a driver that several parts have run the same way counts once.
 */
export function mergeVerifications([first, ...others]: readonly [
  VerificationReport,
  ...VerificationReport[],
]): VerificationReport {
  const all = [first, ...others];
  const drivers = new Map<string, VerifiedDriver>();
  for (const driver of all.flatMap((report) => report.drivers)) {
    const known = drivers.get(driver.file);
    // Two different verdicts on one driver: which stays must not depend on the order.
    if (!known || JSON.stringify(driver) < JSON.stringify(known)) drivers.set(driver.file, driver);
  }
  const ms = all.reduce((sum, { totals }) => sum + totals.ms, 0);
  const version = all.map((one) => one.version).sort()[0]!;
  return reportOn([...drivers.values()], { version, ms });
}
