import { lineIndex, tokensOf } from '@freehandle/c-source';
import type { LinkedFacts } from '@freehandle/provenance';
import type { Retained } from '../plan/plan.ts';
import { addedAfter, indentAt } from './insertion.ts';
import { strayStore } from './keep-in-member.ts';
import { keepBeside } from './keep-beside.ts';
import { freeNameFor, type Kept } from './names.ts';
import { cannot, type Retention } from './retention.ts';
import type { StoredPlace } from './stored-place.ts';
import { typeOf } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Keeps the handle or the size of a file-level pointer in a file-level variable beside it. */
export function keepInVariable(
  workspace: Workspace,
  linked: LinkedFacts,
  file: string,
  place: StoredPlace,
  kept: Kept,
): Retention {
  if (place.kept.some(({ allocation }) => allocation.file !== file))
    return cannot(`${place.member} is allocated in another file`);
  const at = workspace.open(file);
  const variables = at?.unit.globals.filter((one) => one.name === place.member) ?? [];
  const [variable] = variables;
  if (!at || !variable || variables.length > 1) return cannot(`${place.member} is not declared once in ${file}`);
  const { text } = at.source;
  if (!variable.isStatic) return cannot(`${place.member} is not static: other files may store to it`);
  const stray = strayStore(linked, place, new Set([file]));
  if (stray) return cannot(stray);
  const name = freeNameFor(place.member, kept, [text]);
  const end = tokensOf(text, variable.end, Math.min(text.length, variable.end + 4096)).find(
    (token) => text[token.start] === ';',
  )?.end;
  if (!name || end === undefined) return cannot(`no name is free beside ${place.member}`);
  const dimensions = /^(?:\s*\[[^\]]*\])*/.exec(text.slice(variable.nameSpan.end))![0].trimEnd();
  const code = `static ${typeOf(workspace.migration, kept)} ${name}${dimensions};`;
  const edit = addedAfter(text, end, indentAt(text, variable.start), code);
  const line = lineIndex(text).lineOf(variable.start);
  const declared: Retained = { file, line, what: `variable ${name}`, text: code, edits: [edit] };
  return keepBeside(workspace, place, kept, declared, name);
}
