import { outcomeOf, type Outcome } from '../../verification/outcome.ts';
import type { VerifiedDriver } from '../../verification/verification-report.ts';
import type { ReportDocument } from './document.ts';
import { driverDetail } from './driver-detail.ts';
import { counted, h, tag, type Tone } from './element.ts';
import type { Collection } from './master-detail.ts';

/** Every driver that was compiled and run. */
export function driversCollection(report: ReportDocument): Collection<VerifiedDriver> {
  return {
    view: 'drivers',
    one: 'driver',
    items: report.verification?.report.drivers ?? [],
    facets: [
      { name: 'outcome', label: 'Outcome', of: (driver) => outcomeWords(driver).text },
      { name: 'findings', label: 'Findings', of: ({ after }) => (after.findings.length > 0 ? 'some' : 'none') },
    ],
    text: ({ file, why, after }) =>
      `${file} ${why ?? ''} ${after.findings.map(({ rule, message }) => `${rule} ${message}`).join(' ')}`,
    row: (driver) => {
      const { tone, text } = outcomeWords(driver);
      const { runs, after } = driver;
      return [
        h('span', { class: 'row-head' }, tag(tone, text), h('code', {}, driver.file)),
        h('span', { class: 'row-text' }, `${counted(runs, 'run')}, ${counted(after.findings.length, 'finding')}`),
      ];
    },
    detail: (driver) => driverDetail(driver, outcomeWords(driver), report),
  };
}

const outcomes: Readonly<Record<Outcome, { readonly tone: Tone; readonly text: string }>> = {
  equivalent: { tone: 'good', text: 'equivalent' },
  different: { tone: 'bad', text: 'different' },
  undecided: { tone: 'warn', text: 'not verified' },
  alone: { tone: 'dim', text: 'one form' },
};

/** As the report's totals count them. */
function outcomeWords(driver: VerifiedDriver): { readonly tone: Tone; readonly text: string } {
  return outcomes[outcomeOf(driver)];
}
