import {
  allNames,
  includesOf,
  lex,
  lineIndex,
  openLexemeWith,
  parseUnit,
  type Engine,
  type FileProblem,
  type MacroShapes,
  type OpenLexeme,
  type Source,
  type Unit,
} from '@freehandle/c-source';
import { factsOf, noFacts, relevance, type ApiShape } from '@freehandle/provenance';
import { convertFile } from '../convert/convert-file.ts';
import { isSearching, namesOf, soughtParameters, type Migration } from '../migrations/migration.ts';
import { rewriteDeclarations } from '../rewrite/rewrite-declarations.ts';
import { hiddenCalls } from './other-mentions.ts';
import { otherForms } from './other-forms.ts';
import type { ScannedFile } from './scanned-file.ts';

/** The headers that a file includes by these names, with what one that mentions `names` may need of them. */
export type HeadersOf = (
  includes: readonly string[],
  names: readonly string[],
) => { readonly units: readonly Unit[]; readonly macros: MacroShapes };

/**
 * Parses a file and collects its facts. `headersOf` gives the units of the headers it includes. With `unpruned` every
 * function is parsed in full: slower, and the same plan.
 */
export function scanFile(
  engine: Engine,
  source: Source,
  file: string,
  migration: Migration,
  headersOf: HeadersOf,
  unpruned = false,
  elsewhere: ApiShape['elsewhere'] = undefined,
): ScannedFile | FileProblem {
  const api = apiShape(migration, elsewhere);
  const lexemes = lex(source.text);
  const { units: headers, macros: shapes } = headersOf(includesOf(lexemes), allNames(lexemes));
  const macros = headers.flatMap((header) => header.macros);
  const parsed = parseUnit(engine, source, file, {
    lexemes,
    // Who calls a function, and with what held, any line of the file may say.
    select: unpruned || migration.conversions.length > 0 ? null : relevance(api, macros),
    macros: shapes,
  });
  if ('problem' in parsed) return parsed.problem;
  const { unit } = parsed;
  const facts = isSearching(migration) ? factsOf(source, file, unit, headers, api) : noFacts(file);
  const open = openLexemeWith(lexemes, namesOf(migration));
  const end = open?.start ?? source.text.length;
  const all = convertFile(source, file, lexemes, unit, headers, migration);
  const conversions = {
    ...all,
    converted: all.converted.filter(({ site }) => site.edits.every((edit) => edit.end <= end)),
  };
  const known = new Set([
    ...facts.frees.filter((free) => free.start < end).map((free) => free.start),
    ...conversions.converted.flatMap(({ site }) => site.edits.map((edit) => edit.start)),
  ]);
  return {
    facts,
    conversions,
    hidden: hiddenCalls(lexemes, unit, migration, known),
    declarations: rewriteDeclarations(source, file, unit, migration).filter((one) =>
      one.edits.every((edit) => edit.end <= end),
    ),
    end,
    problem: open ? openProblem(source, file, open) : otherForms(lexemes, unit, migration),
  };
}

function openProblem(source: Source, file: string, open: OpenLexeme): FileProblem {
  const line = lineIndex(source.text).lineOf(open.start);
  const message = `the ${open.kind} that begins in line ${line} is not closed and mentions the API; nothing after it is edited`;
  return { file, code: 'FH1008', severity: 'error', message, hint: 'Close it, and run again.' };
}

function apiShape(migration: Migration, elsewhere: ApiShape['elsewhere']): ApiShape {
  const role = (one: string | null) => (one === 'size' || one === 'handle' || one === 'vaddr' ? one : null);
  const added = soughtParameters(migration).map((one) => one.role);
  return {
    elsewhere,
    needs: { size: added.includes('size'), handle: added.includes('handle') },
    allocators: [
      ...migration.allocators.map((allocator) => ({ ...allocator, isRelative: false })),
      ...migration.relatives.map((allocator) => ({ ...allocator, isRelative: true })),
    ].map((allocator) => ({ ...allocator, arguments: allocator.arguments.map(role) })),
    free: {
      name: migration.oldCall.name,
      arguments: migration.oldCall.parameters.map((parameter) => role(parameter.role)),
    },
  };
}
