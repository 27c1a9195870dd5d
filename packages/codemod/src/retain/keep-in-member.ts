import type { LinkedFacts } from '@freehandle/provenance';
import { lineIndex, type RecordDefinition } from '@freehandle/c-source';
import type { Retained } from '../plan/plan.ts';
import { declareMember } from './member-declaration.ts';
import { keepBeside } from './keep-beside.ts';
import { freeNameFor, type Kept } from './names.ts';
import { objectionInUse, objectionToMember, objectionToRecord } from './record-layout.ts';
import { cannot, type Retention } from './retention.ts';
import { objectionToStores } from './store-objection.ts';
import type { StoredPlace } from './stored-place.ts';
import { typeOf } from './types.ts';
import { usersOf } from './record-users.ts';
import type { OpenFile, Workspace } from './workspace.ts';

/** Keeps the handle or the size in a new member beside the pointer's own, stored wherever the pointer is. */
export function keepInMember(
  workspace: Workspace,
  linked: LinkedFacts,
  analysed: ReadonlySet<string>,
  place: StoredPlace,
  kept: Kept,
): Retention {
  const user = workspace.open(place.kept[0]!.allocation.file);
  if (!user) return cannot(`${place.kept[0]!.allocation.file} cannot be read`);
  if (place.record === '') return cannot(`the structure that holds ${place.member} is not known`);
  const found = workspace.recordOf(user, place.record);
  if (typeof found === 'string') return cannot(found);
  const { at, record } = found;
  if (!workspace.isGiven(at.file))
    return cannot(`${record.name} is defined in ${at.file}, which is not among the files given`);
  const member = record.members.find((one) => one.name === place.member);
  if (!member) return cannot(`${place.member} is not a member of ${record.name} itself`);

  const users = usersOf(workspace, at, place.record, record);
  if ('why' in users) return users;
  const names = new Set([place.record]);
  const known = new Set(place.kept.map(({ allocation }) => allocation.start));
  for (const holder of [found, ...containers(users.files, names)]) {
    const objection = objectionToRecord(holder.at, holder.record);
    if (objection) return cannot(objection);
  }
  for (const name of names) if (linked.byPointee.get(name)) return cannot(`${name} is the layout of a buffer`);
  const own = objectionToMember(at, record, member);
  if (own) return cannot(own);
  for (const file of users.files) {
    const objection =
      objectionInUse(file, names) ?? objectionToStores(file, place.member, analysed.has(file.file), known);
    if (objection) return cannot(objection);
  }
  const stray = strayStore(linked, place, new Set(users.files.map((file) => file.file)));
  if (stray) return cannot(stray);

  const name = freeNameFor(
    place.member,
    kept,
    users.files.map((file) => file.source.text),
  );
  if (!name) return cannot(`no name is free beside ${place.member}`);
  const { text } = at.source;
  const after = text.slice(member.declarator.start, member.declarator.end);
  const dimensions = /(?:\[[^\]]*\]\s*)+$/.exec(after)?.[0].trimEnd() ?? '';
  const type = typeOf(workspace.migration, kept);
  const remark = kept === 'handle' ? `DMA handle of ${place.member}` : `bytes of ${place.member}`;
  const edit = declareMember(text, record, member, { type, name: name + dimensions, remark });
  const declared: Retained = {
    file: at.file,
    line: lineIndex(text).lineOf(edit.start),
    what: `member ${name} of ${place.record.includes('@') ? 'an unnamed structure' : place.record}`,
    text: edit.text.trim(),
    edits: [edit],
  };
  return keepBeside(workspace, place, kept, declared, name);
}

/** The records that hold one of `names` by value; their names are added. */
function containers(
  files: readonly OpenFile[],
  names: Set<string>,
): { readonly at: OpenFile; readonly record: RecordDefinition }[] {
  const found: { at: OpenFile; record: RecordDefinition }[] = [];
  for (let before = -1; before < found.length;) {
    before = found.length;
    for (const at of files) {
      for (const record of at.unit.records) {
        if (names.has(record.name)) continue;
        if (!record.members.some((one) => one.type.pointers === 0 && names.has(one.type.base))) continue;
        names.add(record.name);
        found.push({ at, record });
      }
    }
  }
  return found;
}

/** A store to the pointer's place that is neither one of the allocations nor NULL; `files` are those that may mean it. */
export function strayStore(linked: LinkedFacts, place: StoredPlace, files: ReadonlySet<string>): string | null {
  const stray = linked.stores
    .to(place.member)
    .find(
      (store) =>
        (place.isVariable
          ? store.record === '' && files.has(store.file)
          : store.record === place.record || (store.record === '' && files.has(store.file))) &&
        store.value !== 'null' &&
        store.value !== 'allocation',
    );
  return stray
    ? `${place.member} is also set to something else in ${stray.function} (${stray.file}:${stray.line})`
    : null;
}
