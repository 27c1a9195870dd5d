import type { Edit, FileProblem } from '@freehandle/c-source';
import type {
  ArtifactChange,
  CodeFlow,
  Location,
  Log,
  Notification,
  PhysicalLocation,
  ReportingDescriptor,
  Result as SarifResult,
} from 'sarif';
import type { Fix, Result, Step } from '../results/result.ts';
import { subjects } from '../results/subjects.ts';

/** Where paths begin: the folder the command was started in. */
const ROOT = 'SRCROOT';

/**
 * A run as SARIF 2.1.0: the allocation as related location, the path to the place as code flow, safe edits as fixes in
 * bytes, and fingerprints that outlive moved lines. Settled results are left out: nothing is wrong there any more.
 */
export function sarifLog(
  results: readonly Result[],
  about: { version: string; problems: readonly FileProblem[] },
): Log {
  const open = results.filter(({ settled }) => !settled);
  const used = [...new Set(open.map(({ rule }) => rule))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'freehandle',
            version: about.version,
            semanticVersion: about.version,
            rules: used.map(descriptor),
          },
        },
        originalUriBaseIds: { [ROOT]: { description: { text: 'The folder that freehandle was started in.' } } },
        columnKind: 'unicodeCodePoints',
        invocations: [
          {
            executionSuccessful: !about.problems.some(({ severity }) => severity === 'error'),
            toolExecutionNotifications: about.problems.map(notification),
          },
        ],
        results: open.map((result) => sarifResult(result, used.indexOf(result.rule))),
      },
    ],
  };
}

function descriptor(id: string): ReportingDescriptor {
  const subject = subjects.find((one) => one.id === id);
  if (subject === undefined) return { id };
  return { id, shortDescription: { text: subject.title }, fullDescription: { text: subject.explanation } };
}

function notification({ file, code, severity, message, hint }: FileProblem): Notification {
  return {
    descriptor: { id: code },
    level: severity,
    message: { text: `${message}. ${hint}` },
    locations: [{ physicalLocation: { artifactLocation: artifact(file) } }],
  };
}

function sarifResult(result: Result, ruleIndex: number): SarifResult {
  const { rule, level, file, line, column, function: name, message, path, fixes, fingerprint } = result;
  const place: PhysicalLocation = {
    artifactLocation: artifact(file),
    region: { startLine: line, ...(column === null ? {} : { startColumn: column }) },
  };
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: message },
    locations: [
      { physicalLocation: place, ...(name === null ? {} : { logicalLocations: [{ name, kind: 'function' }] }) },
    ],
    partialFingerprints: { 'freehandle/v1': fingerprint },
    ...(path.length === 0 ? {} : { relatedLocations: path.slice(0, 1).map(location), codeFlows: [codeFlow(path)] }),
    ...(fixes.length === 0
      ? {}
      : {
          fixes: [{ description: { text: fixes.map(({ what }) => what).join('; ') }, artifactChanges: changes(fixes) }],
        }),
  };
}

function codeFlow(path: readonly Step[]): CodeFlow {
  return { threadFlows: [{ locations: path.map((step) => ({ location: location(step) })) }] };
}

function location({ file, line, what }: Step): Location {
  return {
    physicalLocation: { artifactLocation: artifact(file), region: { startLine: line } },
    message: { text: what },
  };
}

/** One change a file: SARIF has a file at most once in a fix. */
function changes(fixes: readonly Fix[]): ArtifactChange[] {
  const edits = new Map<string, Edit[]>();
  for (const fix of fixes) edits.set(fix.file, [...(edits.get(fix.file) ?? []), ...fix.edits]);
  return [...edits].map(([file, own]) => ({
    artifactLocation: artifact(file),
    replacements: own.map(({ start, end, text }) => ({
      deletedRegion: { byteOffset: start, byteLength: end - start },
      ...(text === '' ? {} : { insertedContent: { text } }),
    })),
  }));
}

function artifact(file: string): { uri: string; uriBaseId: string } {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}
