import { withoutCasts } from '@freehandle/c-source';
import { formsOf } from '../flow/canonical.ts';
import { look, type Frame } from '../flow/frame.ts';
import { originsOf, originsOfPath, telling, type Origin } from '../flow/origins.ts';
import { reachesAvoiding } from '../flow/reach.ts';
import { changedBetween } from '../flow/changed.ts';
import { reachableFrom, stepOfCall } from '../flow/reaching.ts';
import { denoted, textOf, typeAt } from '../paths/path-of.ts';
import { isCutToWord } from '../paths/narrow.ts';
import { variablePath, isConstantIndex, pathKey, pathText, rootKey, stepKey, type Path } from '../paths/path.ts';
import { allocationOf, type AllocationCall } from './allocation-call.ts';
import { assignmentsOf, type Assignment } from './assignments.ts';
import { copyTemplate, placeTemplate } from './place-template.ts';
import { expressionHolders, templateHolders } from './holders.ts';
import { unneeded } from './unneeded.ts';
import { dealtBy, isNewAt, namedLater, type Dealt } from './dealt.ts';
import { lineOf } from './line-of.ts';
import { isMoved } from './moved.ts';
import { encodedIn, readBack } from './encoding.ts';
import type { AllocationFact, InsideBuffer, PointerStore } from './facts.ts';
import { ownTypesOf } from './own-types.ts';
import { withPartial } from './partial.ts';
import { firstPartOf } from './first-part.ts';
import { isAnotherIndex } from './same-index.ts';
import { sizeTemplateOf } from './sizing.ts';
import { isInTemporary } from './temporary.ts';
import { unchangedParameter } from './in-terms-of-parameters.ts';
import type { Template } from './template.ts';

/** The name that an allocation goes by in a run. */
export function allocationId(frame: Frame, callStart: number): string {
  return `${frame.context.file}:${callStart}`;
}

/** The allocations of a function with everything that later stages need to know of them. */
export function allocationFacts(frame: Frame): AllocationFact[] {
  return frame.calls.flatMap((step): AllocationFact[] => {
    const allocation = allocationOf(frame, step.call);
    if (!allocation) return [];
    const callStart = step.call.start;
    const stores: Stored[] = [];
    const copies: Copy[] = [];
    const pointees = new Set<string>();
    const insideBuffer: InsideBuffer[] = [];
    if (allocation.pointer) {
      const forms = formsOf(frame, allocation.pointer, step.id);
      const line = lineOf(frame, callStart);
      stores.push({
        step: step.id,
        forms,
        line,
        start: callStart,
        other: null,
        isPart: false,
        by: allocation.name,
        isMixed: false,
        dealt: null,
      });
    }
    for (const assignment of assignmentsOf(frame)) {
      look(frame);
      const { step: at, target, value, written, start, by } = assignment;
      const line = lineOf(frame, start);
      const pointer = holdsPointer(frame, value, target, callStart, at);
      if (pointer) {
        // A variable that is given a pointer is not what it was a copy of before.
        const forms = target.steps.length > 0 ? formsOf(frame, target, at) : [target];
        const own = { ...pointer, step: at, forms, line, start, isPart: false, by, dealt: null };
        if (!isInTemporary(frame, target)) stores.push(own);
        const type = written && frame.context.types.resolve(typeAt(frame, written));
        if (type?.base) pointees.add(type.base);
        continue;
      }
      const encoded = encodedIn(frame, value);
      const source = denoted(frame, encoded?.inner ?? value);
      const isHandle = source?.kind === 'place' ? holdsHandle(frame, source.path, target, allocation, at) : null;
      const part = isHandle ? null : firstPartOf(frame, assignment);
      if (part) {
        const { forms } = part;
        if (holdsPointer(frame, part.whole, target, callStart, part.at))
          stores.push({ step: at, forms, line, start, other: null, isPart: true, by, isMixed: false, dealt: null });
        const whole = denoted(frame, part.whole);
        if (whole?.kind === 'place' && holdsHandle(frame, whole.path, target, allocation, part.at) === 'only')
          copies.push({ template: partTemplate(frame, assignment, forms), isMixed: false, dealt: null });
      }
      if (!isHandle && !part && target.steps.length > 0) {
        const dealt = dealtBy(frame, 'allocation', value, callStart, at);
        const forms = formsOf(frame, target, at);
        if (dealt) stores.push({ step: at, forms, line, start, other: null, isPart: false, by, isMixed: false, dealt });
        const handleDealt = dealt ? null : dealtBy(frame, 'handle', value, callStart, at);
        if (handleDealt)
          copies.push({ template: dealtTemplate(frame, assignment, handleDealt), isMixed: false, dealt: handleDealt });
      }
      if (!isHandle) continue;
      const inside = encoded ? null : insideOf(frame, target, callStart, at);
      if (inside) insideBuffer.push({ ...inside, line, isMixed: inside.isMixed || isHandle === 'mixed' });
      const copy = handleCopy(frame, assignment);
      const template = encoded ? readBack(copy, encoded, 'the handle') : copy;
      copies.push({ template, isMixed: isHandle === 'mixed', dealt: null });
    }
    const handle = allocation.handle;
    const marked = (template: Template) => withPartial(frame, template, step.id, stores);
    const places = [...(handle ? [handle] : []), ...stores.flatMap((store) => store.forms.slice(0, 1))];
    const own = handle ? [placeTemplate(frame, handle, step.id, lineOf(frame, callStart), pathText(handle), null)] : [];
    const needs = frame.context.api.needs ?? { size: true, handle: true };
    const nothing = unneeded(step.id, lineOf(frame, callStart));
    const handles: Copy[] = [...own.map((template) => ({ template, isMixed: false, dealt: null })), ...copies];
    const all: Copy[] = needs.handle ? handles : [{ template: nothing, isMixed: false, dealt: null }];
    const size = needs.size ? sizeTemplateOf(frame, allocation, step.id) : nothing;
    const kept = (needs.size ? sizeHolders(frame, allocation, size, step.id, places).map(marked) : []).filter(
      (holder) => !stores.some((store) => isOfAnother(frame, store, holder)),
    );
    const holders = [...kept, ...(size?.leaves.length === 1 ? size.leaves[0]!.substitutes : [])];
    return [
      {
        id: allocationId(frame, callStart),
        step: step.id,
        given: givenAt(frame, step.id),
        file: frame.context.file,
        start: callStart,
        line: lineOf(frame, callStart),
        function: frame.definition.name,
        config: [...frame.definition.config, ...step.config],
        size: size && marked(size),
        handles: all.map((one) => marked(one.template)),
        sizeHolders: kept,
        stores: stores.map(({ step: at, isMixed, dealt, ...store }) => ({
          ...store,
          handles: together(frame, step.id, at, all, isMixed).filter(
            (position) =>
              (all[position]!.dealt === null) === (dealt === null) &&
              !isOfAnother(frame, { forms: store.forms, step: at }, all[position]!.template) &&
              isForEach(store.forms, all[position]!.template.leaves[0]?.forms ?? []),
          ),
          marks: dealt && marksOf(frame, dealt, callStart, at, holders),
        })),
        pointees: [...pointees],
        insideBuffer,
        doubt: allocation.doubt,
        ownTypes: ownTypesOf(frame),
        isRelative: allocation.isRelative,
      },
    ];
  });
}

/** Whether the template stands for a place of another element than the pointer's, by an index that has moved on. */
function isOfAnother(
  frame: Frame,
  pointer: { forms: readonly Path[]; step: number },
  { leaves, step }: Template,
): boolean {
  return leaves.some(({ forms }) => isAnotherIndex(frame, pointer, { forms, step }));
}

function givenAt(frame: Frame, at: number): string[] {
  return frame.flow.variables
    .filter((one) => one.kind === 'parameter' && one.type.pointers + one.type.arrays === 0)
    .filter((one) => unchangedParameter(frame, variablePath(one), at) !== null)
    .map((one) => one.name);
}

/** The place that the handle was copied to. */
function handleCopy(frame: Frame, assignment: Assignment): Template {
  const copy = copyTemplate(frame, assignment);
  const { value, written } = assignment;
  const isCut = written !== null && isCutToWord(frame, typeAt(frame, withoutCasts(value)), typeAt(frame, written));
  return copy.narrow === null && isCut ? { ...copy, narrow: typeAt(frame, written).base } : copy;
}

/** The place that a value was copied to as the first of several. */
function partTemplate(frame: Frame, assignment: Assignment, forms: readonly Path[]): Template {
  const [target] = forms;
  const template = copyTemplate(frame, { ...assignment, target: target! }, pathText(target!));
  return { ...template, leaves: template.leaves.map((leaf) => ({ ...leaf, forms })) };
}

/** A store of the pointer; `isMixed` when on some ways it stores something else, another allocation or memory of another kind. */
type Stored = Omit<PointerStore, 'handles' | 'marks'> & {
  readonly step: number;
  readonly isMixed: boolean;
  readonly dealt: Dealt | null;
};

/** A place that holds the handle; `isMixed` when on some ways it holds something else. */
interface Copy {
  readonly template: Template;
  readonly isMixed: boolean;
  readonly dealt: Dealt | null;
}

/** The place that the handle was dealt out to, also as pointers to it are named before it is moved on. */
function dealtTemplate(frame: Frame, assignment: Assignment, { moved }: Dealt): Template {
  const template = copyTemplate(frame, assignment);
  const later = namedLater(frame, assignment.target, assignment.step, moved);
  return { ...template, leaves: template.leaves.map((leaf) => ({ ...leaf, forms: [...leaf.forms, ...later] })) };
}

/** The members that are given the size before step `at`, only where the block is new. */
function marksOf(frame: Frame, dealt: Dealt, call: number, at: number, holders: readonly Template[]): Path[] {
  return holders
    .filter((one) => one.copied && one.step < at && isNewAt(frame, dealt, call, one.step))
    .flatMap((one) => (one.leaves.length === 1 ? one.leaves[0]!.forms : []))
    .filter((form) => form.steps.length > 0);
}

function sizeHolders(
  frame: Frame,
  allocation: AllocationCall,
  size: Template | null,
  at: number,
  places: readonly Path[],
): Template[] {
  if (allocation.size) return expressionHolders(frame, allocation.size, at, places);
  return size ? templateHolders(frame, size) : [];
}

/**
 * The positions of the templates that are set on a way on which step `at` is taken too: after it, or before it on every way
 * from the allocation.
 */
function together(frame: Frame, allocated: number, at: number, templates: readonly Copy[], isMixed: boolean): number[] {
  return templates.flatMap((copy, index) => {
    const { step, copied } = copy.template;
    const isAfter = !copied || step === at || reachableFrom(frame, at).has(step);
    const isMet = isAfter || (reachableFrom(frame, step).has(at) && !reachesAvoiding(frame, allocated, at, step));
    return isMet && (isMixed || !copy.isMixed) ? [index] : [];
  });
}

/** Whether there is one handle for each pointer: not a single one for all elements that `stored` may name. */
function isForEach(stored: readonly Path[], handle: readonly Path[]): boolean {
  const pairs = stored.flatMap((pointer) =>
    handle
      .filter((one) => rootKey(one.root) === rootKey(pointer.root) || one.root.kind === 'global')
      .map((one) => [pointer, one] as const),
  );
  return pairs.length === 0 || pairs.some(([pointer, one]) => !isSeveral(pointer, one) || isSeveral(one, pointer));
}

/** Whether `path` has an index that may vary after the part that it shares with `other`. */
function isSeveral(path: Path, other: Path): boolean {
  const isShared = rootKey(path.root) === rootKey(other.root);
  let shared = 0;
  while (isShared && shared < Math.min(path.steps.length, other.steps.length)) {
    const [a, b] = [path.steps[shared]!, other.steps[shared]!];
    if (stepKey(a) !== stepKey(b)) break;
    shared++;
  }
  return path.steps.slice(shared).some((step) => step.kind === 'index' && !isConstantIndex(step.text));
}

/**
 * Whether `value` is the pointer of the allocation at `call`; `other` says what else it may be: memory of another kind
 * from another branch. Null when it is not, or no longer as it was allocated.
 */
function holdsPointer(
  frame: Frame,
  value: Parameters<typeof originsOf>[1],
  target: Path,
  call: number,
  at: number,
): Pick<Stored, 'other' | 'isMixed'> | null {
  const origins = telling(originsOf(frame, value, at));
  if (!origins.some((origin) => origin.kind === 'allocation' && origin.call === call)) return null;
  let other: { line: number; what: string } | null = null;
  for (const origin of origins) {
    if (origin.kind === 'allocation') continue;
    if (origin.kind === 'handle') return null;
    // What the place itself held before it holds again.
    if (origin.kind === 'incoming' && pathKey(origin.path) === pathKey(target)) continue;
    const step = frame.flow.steps[origin.step]!;
    if (isMoved(step)) return null;
    other ??= { line: lineOf(frame, step.span.start), what: textOf(frame, step.span) };
  }
  const isMixed = other !== null || origins.some((origin) => origin.kind === 'allocation' && origin.call !== call);
  return { other, isMixed };
}

/** Whether the place holds the handle of the allocation at `call` just before `at`: surely, on some ways, or not. */
function holdsHandle(
  frame: Frame,
  path: Path,
  target: Path,
  allocation: AllocationCall,
  at: number,
): 'only' | 'mixed' | null {
  const call = allocation.call.start;
  const origins = telling(originsOfPath(frame, path, at));
  if (!origins.some((origin) => origin.kind === 'handle' && origin.call === call)) return null;
  // What it holds on ways without this allocation does not matter.
  const isStored = allocation.handle !== null && pathKey(allocation.handle) === pathKey(path);
  if (isStored && changedBetween(frame, path, stepOfCall(frame, call), at) === null) return 'only';
  if (origins.some((origin) => isMoved(frame.flow.steps[origin.step]!))) return null;
  // What the place itself held before goes with the pointer that was kept with it.
  const isOwn = (origin: Origin) => origin.kind === 'incoming' && pathKey(origin.path) === pathKey(target);
  return origins.filter((origin) => !isOwn(origin)).length === 1 ? 'only' : 'mixed';
}

/** For `p->member` where p points to the buffer itself: the member. */
function insideOf(frame: Frame, path: Path, call: number, at: number): Omit<InsideBuffer, 'line'> | null {
  const last = path.steps[path.steps.length - 1];
  const before = path.steps[path.steps.length - 2];
  if (last?.kind !== 'member' || before?.kind !== 'dereference') return null;
  const pointer: Path = { root: path.root, steps: path.steps.slice(0, -2) };
  const origins = telling(originsOfPath(frame, pointer, at));
  const isBuffer = origins.some((origin) => origin.kind === 'allocation' && origin.call === call);
  return isBuffer ? { record: last.owner, member: last.name, isMixed: origins.length > 1 } : null;
}
