import { r10, r11, r12, r13, r14, r7, r8, r9 } from '@freehandle/model';
import type { CallLine } from '../session/driver-places.ts';
import type { Finding, FreeSite } from './verdict.ts';

/** The rules that speak of what a free was given: an address, a size in pages and a handle that its buffer does not have. */
export const ofArguments: ReadonlySet<string> = new Set([r7, r8, r9, r10, r11, r13, r14].map(({ id }) => id));

/** The finding that shows beyond doubt a site to free with wrong arguments, or to read them from what is gone; null when none does. */
export function argumentMistake(
  { file, line, function: name }: Pick<FreeSite, 'file' | 'line' | 'function'>,
  frees: readonly CallLine[],
  findings: readonly Finding[],
): Finding | null {
  const nextSite = Math.min(
    ...frees.flatMap(({ place }) => (place.file === file && place.line > line ? place.line : [])),
  );
  const found = findings
    .filter((finding) => finding.file === file && finding.severity === 'error')
    .find((finding) =>
      // arguments may stand on the lines after the call's own
      finding.rule === r12.id
        ? finding.function === name && finding.line >= line && finding.line < nextSite
        : finding.line === line && ofArguments.has(finding.rule),
    );
  return found ?? null;
}
