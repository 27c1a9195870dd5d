import { engineFor, lineIndex, type Edit, type Span } from '@freehandle/c-source';
import { link, type FileFacts } from '@freehandle/provenance';
import { isInOrder } from '../migrations/migration.ts';
import { hashOf } from '../plan/hash.ts';
import { bySite, type Declaration, type Plan, type Site } from '../plan/plan.ts';
import { siteOf, verdictOn } from '../plan/plan-site.ts';
import { sentence } from '../plan/sentence.ts';
import { edited, offsetAfter } from '../retain/edited.ts';
import { usersOf } from '../retain/record-users.ts';
import { cannot } from '../retain/retention.ts';
import type { TreeStage } from '../retain/tree-stage.ts';
import { workspaceOn, type OpenFile, type Workspace } from '../retain/workspace.ts';
import { extendParameters } from '../rewrite/rewrite-declarations.ts';
import { editedText } from '../rewrite/rewrite-call.ts';
import { targetAt, type PointerTarget } from './pointer-target.ts';
import { pointerParameters } from './pointer-type.ts';
import { usesOf, type PointerCall } from './pointer-uses.ts';

type Planned = Pick<Plan, 'sites' | 'declarations' | 'hashes'>;

/** What becomes of a pointer: its new type and its calls; empty when it has been migrated. */
interface PointerPlan {
  readonly declarations: readonly Declaration[];
  readonly sites: readonly Site[];
}

/**
 * Follows the places that take the function's address: where all that a pointer holds is this function and every call
 * through it is safe, its type and those calls are migrated together; elsewhere the place stays refused, with the reason.
 */
export async function planPointers(planned: Planned, stage: TreeStage): Promise<Planned> {
  const taken = planned.sites.filter((site) => site.reason === 'function-pointer');
  if (taken.length === 0) return planned;
  const workspace = workspaceOn(await engineFor(stage.parser), stage.root, stage.given, stage.migration);
  const sites = planned.sites.filter((site) => site.reason !== 'function-pointer');
  const declarations = [...planned.declarations];
  const done = new Map<string, PointerPlan | { readonly why: string }>();
  for (const site of taken) {
    stage.signal?.throwIfAborted();
    const at = workspace.open(site.file);
    const start = at ? offsetOf(at, site) : -1;
    const target = at && targetAt(at, workspace.typesOf(at), start);
    const key = target ? `${target.record}.${target.member}${target.record === '' ? site.file : ''}` : '';
    let result = done.get(key);
    if (!result || !target) {
      result = at && target ? follow(at, target, workspace, stage) : cannot('what holds the address is not followed');
      if (target) done.set(key, result);
      if ('sites' in result) {
        sites.push(...result.sites);
        declarations.push(...result.declarations);
      }
    }
    if ('why' in result) sites.push({ ...site, message: `${site.message ?? ''} ${sentence(result.why)}` });
  }
  const hashes: Record<string, string> = { ...planned.hashes };
  for (const one of [...sites, ...declarations])
    if (one.edits.length > 0) hashes[one.file] ??= hashOf(workspace.open(one.file)!.source.bytes);
  sites.sort(bySite);
  return { sites, declarations, hashes };
}

function follow(
  at: OpenFile,
  target: PointerTarget,
  workspace: Workspace,
  stage: TreeStage,
): PointerPlan | { readonly why: string } {
  const { oldCall, newCall } = stage.migration;
  if (newCall.name !== oldCall.name) return cannot(`${newCall.name} is another function than the one it points to`);
  const declared = declarationOf(at, target, workspace);
  if ('why' in declared) return declared;
  const { parameters } = declared;
  if (!isInOrder(stage.migration)) return cannot(`the arguments of ${newCall.name} are in another order`);
  if (parameters.length === newCall.parameters.length) return { declarations: [], sites: [] };
  if (parameters.length !== oldCall.parameters.length) return cannot(`${target.member} does not have the old form`);
  const uses = usesOf(workspace, declared.files, target);
  if (typeof uses === 'string') return cannot(uses);
  const other = [...uses.stored].find((name) => name !== oldCall.name && name !== 'NULL');
  if (other !== undefined) return cannot(`${target.member} holds ${other === '?' ? 'something else' : other} too`);
  const sites = callsThrough(uses.calls, declared.files, target, workspace, stage);
  if ('why' in sites) return sites;
  const { text } = declared.at.source;
  const edits = extendParameters(text, declared.list, parameters, stage.migration, new Set());
  const span = declared.span;
  const declaration: Declaration = {
    file: declared.at.file,
    line: lineIndex(text).lineOf(span.start),
    kind: 'function-pointer',
    before: text.slice(span.start, span.end),
    after: editedText(text, span, edits),
    edits,
  };
  return { declarations: [declaration], sites: sites.sites };
}

function declarationOf(
  at: OpenFile,
  target: PointerTarget,
  workspace: Workspace,
):
  | ({ readonly at: OpenFile; readonly span: Span; readonly files: readonly OpenFile[] } & NonNullable<
      ReturnType<typeof pointerParameters>
    >)
  | { readonly why: string } {
  if (target.record === '') {
    const found = at.unit.prototypes.filter((one) => one.isPointer && one.name === target.member);
    const [only] = found;
    if (!only || found.length > 1) return cannot(`${target.member} is not declared once in ${at.file}`);
    if (!/^\s*static\b/.test(at.source.text.slice(only.start)))
      return cannot(`${target.member} is not static: other files may use it`);
    return { at, span: only, list: only.parameterList, parameters: only.parameters, files: [at] };
  }
  const found = workspace.recordOf(at, target.record);
  if (typeof found === 'string') return cannot(found);
  if (!workspace.isGiven(found.at.file))
    return cannot(`${target.record} is defined in ${found.at.file}, which is not among the files given`);
  const member = found.record.members.find((one) => one.name === target.member);
  const type = member && pointerParameters(found.at.source.text, member.declarator);
  if (!type) return cannot(`the type of ${target.member} is not written out in ${target.record}`);
  const users = usersOf(workspace, found.at, target.record, found.record);
  if ('why' in users) return users;
  return { at: found.at, span: member.declaration, ...type, files: users.files };
}

/** The calls through the pointer, decided as if each named the function. */
function callsThrough(
  calls: readonly PointerCall[],
  files: readonly OpenFile[],
  target: PointerTarget,
  workspace: Workspace,
  stage: TreeStage,
): { readonly sites: readonly Site[] } | { readonly why: string } {
  const edits = new Map<string, Edit[]>();
  const name = (one: PointerCall, as: string): void => {
    const { start, end } = one.call.callee;
    edits.set(one.file, [...(edits.get(one.file) ?? []), { start, end, text: as }]);
  };
  for (const one of calls) name(one, stage.migration.oldCall.name);
  for (const { use, as } of allocatingMembers(files, target, workspace, stage)) name(use, as);
  const facts = new Map<string, FileFacts>([...stage.scanned].map(([file, one]) => [file, one.facts]));
  for (const [file, own] of edits) {
    const scanned = workspace.scan(file, edited(workspace.open(file)!.source, own));
    if (!scanned) return cannot(`${file} cannot be analysed`);
    facts.set(file, scanned.facts);
  }
  const linked = link([...facts.values()]);
  const sites: Site[] = [];
  for (const { file, call } of calls) {
    const { source } = workspace.open(file)!;
    const own = edits.get(file)!.filter((edit) => edit.end <= call.callee.start);
    const free = facts.get(file)!.frees.find((one) => one.start === offsetAfter(own, call.callee.start));
    const vaddr = call.arguments[stage.migration.oldCall.parameters.findIndex(({ role }) => role === 'vaddr')];
    if (!free || !vaddr) return cannot(`a call through ${target.member} in ${file} is not of the old form`);
    const lines = lineIndex(source.text);
    const here = {
      ...free,
      start: call.start,
      end: call.end,
      line: lines.lineOf(call.start),
      column: lines.columnOf(call.start),
      argumentList: call.argumentList,
      vaddr: { ...free.vaddr, start: vaddr.start, end: vaddr.end },
    };
    const site = siteOf(source, here, verdictOn(free, linked, stage.migration), stage);
    if (site.status !== 'safe')
      return cannot(`a call through it (${file}:${site.line}) is not safe: ${site.message?.replace(/\.$/, '') ?? ''}`);
    sites.push(site);
  }
  return { sites };
}

/** The calls through members of the same record that hold nothing but an allocator, and which. */
function allocatingMembers(
  files: readonly OpenFile[],
  target: PointerTarget,
  workspace: Workspace,
  stage: TreeStage,
): { readonly use: PointerCall; readonly as: string }[] {
  const record = files.flatMap((at) => at.unit.records).find((one) => one.name === target.record);
  return (record?.members ?? []).flatMap((member) => {
    if (!member.type.isFunction || member.name === target.member) return [];
    const uses = usesOf(workspace, files, { record: target.record, member: member.name });
    if (typeof uses === 'string') return [];
    const names = [...uses.stored].filter((name) => name !== 'NULL');
    const allocator = stage.migration.allocators.find((one) => one.name === names[0]);
    return allocator && names.length === 1 ? uses.calls.map((use) => ({ use, as: allocator.name })) : [];
  });
}

function offsetOf(at: OpenFile, site: Site): number {
  let start = 0;
  for (let line = 1; line < site.line; line++) start = at.source.text.indexOf('\n', start) + 1;
  return start + site.column - 1;
}
