import { FreehandleError } from '@freehandle/c-source';
import type { Certificate } from './certificate.ts';

/**
 * A certificate from its text; `name` is the file's, for errors. What a run is made from is checked; the published schema
 * tells the rest.
 * @throws FreehandleError FH2020 when the text is no certificate.
 */
export function readCertificate(text: string, name: string): Certificate {
  const problem = problemOf(text);
  if (problem === null) return JSON.parse(text) as Certificate;
  throw new FreehandleError(`${name}: ${problem}`, {
    code: 'FH2020',
    title: 'No certificate',
    hint: 'Name a file that `freehandle verify --certificates DIR` wrote.',
  });
}

type Fields = Readonly<Record<string, unknown>>;

function problemOf(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `this is no JSON (${(error as Error).message})`;
  }
  if (!isObject(value) || value['tool'] !== 'freehandle' || value['kind'] !== 'certificate') {
    return 'this JSON is no certificate';
  }
  const { forms, options } = value;
  if (!isObject(options)) return 'its options are missing';
  if (!Array.isArray(forms) || forms.length === 0) return 'it has no form of a driver';
  return forms.every(isForm) ? null : 'a form of the driver in it is incomplete';
}

function isForm(form: unknown): boolean {
  if (!isObject(form) || !isObject(form['input'])) return false;
  const { input, sources, runs, findings } = form;
  return (
    ['file', 'root'].every((key) => typeof input[key] === 'string') &&
    isObject(input['standIns']) &&
    Array.isArray(input['includeRoots']) &&
    isListOf(sources, (one) => typeof one['path'] === 'string' && typeof one['sha256'] === 'string') &&
    isListOf(runs, (one) => isPlan(one['plan'])) &&
    isListOf(findings, (one) => typeof one['rule'] === 'string' && (one['run'] === null || isRun(one['run'])))
  );
}

function isRun(run: unknown): boolean {
  return isObject(run) && isPlan(run['plan']);
}

function isPlan(plan: unknown): boolean {
  return isObject(plan) && typeof plan['device'] === 'string' && Array.isArray(plan['faults']);
}

function isListOf(value: unknown, holds: (one: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((one) => isObject(one) && holds(one));
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
