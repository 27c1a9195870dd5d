import { overlaps, type Lexemes, type Source, type Unit } from '@freehandle/c-source';
import { callingContexts, fileFlows, storedPointers, type StoredPointer } from '@freehandle/provenance';
import type { Migration } from '../migrations/migration.ts';
import { convertCall, type ConvertedSite } from './convert-call.ts';

/** What the conversions of a migration find in a file. Plain data. */
export interface Conversions {
  /** The calls that have everything their new form needs. */
  readonly converted: readonly ConvertedSite[];
  /** What is stored in members whose pointers the new calls read through. */
  readonly pointers: readonly StoredPointer[];
}

/** The conversions of a file that was parsed in full. */
export function convertFile(
  source: Source,
  file: string,
  lexemes: Lexemes,
  unit: Unit,
  headers: readonly Unit[],
  { conversions }: Migration,
): Conversions {
  if (conversions.length === 0) return { converted: [], pointers: [] };
  const flows = fileFlows(source, lexemes, unit, headers);
  const at = { file, flows, contexts: callingContexts(flows) };
  const converted = flows.functions.flatMap(({ definition, calls }) =>
    calls.flatMap(({ call }): ConvertedSite[] => {
      if (call.callee.kind !== 'name' || definition.broken.some((one) => overlaps(one, call))) return [];
      const { name } = call.callee;
      const conversion = conversions.find(
        ({ old }) => old.name === name && old.parameters.length === call.arguments.length,
      );
      return conversion ? [convertCall(at, call, definition.name, conversion)] : [];
    }),
  );
  return { converted, pointers: pointedTypes(conversions).flatMap((base) => storedPointers(flows, at.contexts, base)) };
}

/** The types of the objects whose members the new calls are given. */
function pointedTypes(conversions: Migration['conversions']): string[] {
  const types = conversions.flatMap((one) =>
    one.new.parameters.flatMap(({ value }) =>
      value?.kind === 'member' ? one.old.parameters.filter(({ name }) => name === value.of) : [],
    ),
  );
  return [...new Set(types.map(({ type }) => type.replace(/\*\s*$/, '').trim()))];
}
