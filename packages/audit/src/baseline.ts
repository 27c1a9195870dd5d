import type { Finding } from './finding.ts';

/**
 * What a finding is known by from one run to the next: its rule, file, function and message, without its line, which
 * moves with every edit above it.
 */
export function fingerprint({ rule, file, function: name, message }: Finding): string {
  return [rule, file, name ?? '', message].join(' | ');
}

/** A baseline: the findings that are known, so that only new ones are told. JSON, sorted, so that it can be kept in git. */
export function baselineOf(findings: readonly Finding[]): string {
  const known = [...new Set(findings.map(fingerprint))].sort();
  return `${JSON.stringify({ tool: 'freehandle', known }, null, 2)}\n`;
}
