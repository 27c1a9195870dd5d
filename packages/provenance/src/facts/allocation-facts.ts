import { formsOf } from '../flow/canonical.ts';
import { look, type Frame } from '../flow/frame.ts';
import { originsOf, originsOfPath, telling } from '../flow/origins.ts';
import { reachableFrom } from '../flow/reaching.ts';
import { denoted, textOf, typeAt } from '../paths/path-of.ts';
import { isConstantIndex, pathText, rootKey, stepKey, type Path } from '../paths/path.ts';
import { sizeOfAllocation } from './allocated-size.ts';
import { allocationOf } from './allocation-call.ts';
import { expressionHolders, lineOf, placeTemplate } from './build-template.ts';
import type { AllocationFact, PointerStore } from './facts.ts';
import { holdsHandle } from './summarise.ts';
import type { Template } from './template.ts';

/** The name that an allocation goes by in a run. */
export function allocationId(frame: Frame, callStart: number): string {
  return `${frame.context.file}:${callStart}`;
}

/** The allocations of a function with everything that later stages need to know of them. */
export function allocationFacts(frame: Frame): AllocationFact[] {
  return frame.flow.steps.flatMap((step): AllocationFact[] => {
    if (step.kind !== 'call') return [];
    const allocation = allocationOf(frame, step.call);
    if (!allocation) return [];
    const callStart = step.call.start;
    const stores: (Omit<PointerStore, 'handles'> & { readonly step: number })[] = [];
    const copies: Template[] = [];
    const pointees = new Set<string>();
    const insideBuffer: { record: string; member: string; line: number }[] = [];
    if (allocation.pointer)
      stores.push({
        step: step.id,
        forms: formsOf(frame, allocation.pointer, step.id),
        line: lineOf(frame, callStart),
        start: callStart,
      });
    for (const other of frame.flow.steps) {
      look(frame);
      if (other.kind !== 'define' || other.operator !== '=' || !other.value) continue;
      const place = denoted(frame, other.target);
      if (place?.kind !== 'place') continue;
      const line = lineOf(frame, other.span.start);
      if (isPointerOf(frame, other.value, callStart, other.id)) {
        stores.push({ step: other.id, forms: formsOf(frame, place.path, other.id), line, start: other.span.start });
        const type = frame.context.types.resolve(typeAt(frame, other.target));
        if (type.base) pointees.add(type.base);
        continue;
      }
      const source = denoted(frame, other.value);
      if (source?.kind !== 'place' || !holdsHandle(frame, source.path, callStart, other.id)) continue;
      const inside = insideOf(frame, place.path, callStart, other.id);
      if (inside) insideBuffer.push({ ...inside, line });
      copies.push(placeTemplate(frame, place.path, other.id, line, textOf(frame, other.target), other.target));
    }
    const handle = allocation.handle;
    const own = handle ? [placeTemplate(frame, handle, step.id, lineOf(frame, callStart), pathText(handle), null)] : [];
    return [
      {
        id: allocationId(frame, callStart),
        step: step.id,
        file: frame.context.file,
        start: callStart,
        line: lineOf(frame, callStart),
        function: frame.definition.name,
        config: [...frame.definition.config, ...step.config],
        size: sizeOfAllocation(frame, allocation, step.id),
        handles: [...own, ...copies],
        sizeHolders: allocation.size ? expressionHolders(frame, allocation.size, step.id) : [],
        stores: stores.map(({ step: at, forms, line, start }) => ({
          forms,
          line,
          start,
          handles: together(frame, at, [...own, ...copies]).filter((position) =>
            isForEach(forms, [...own, ...copies][position]!.leaves[0]?.forms ?? []),
          ),
        })),
        pointees: [...pointees],
        insideBuffer,
      },
    ];
  });
}

/** The positions of the templates that are set on a way on which step `at` is taken too. */
function together(frame: Frame, at: number, templates: readonly Template[]): number[] {
  return templates.flatMap((template, index) => {
    const met =
      !template.copied ||
      template.step === at ||
      reachableFrom(frame, template.step).has(at) ||
      reachableFrom(frame, at).has(template.step);
    return met ? [index] : [];
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

function isPointerOf(frame: Frame, value: Parameters<typeof originsOf>[1], call: number, at: number): boolean {
  const origins = telling(originsOf(frame, value, at));
  return origins.length === 1 && origins[0]!.kind === 'allocation' && origins[0]!.call === call;
}

/** For `p->member` where p points to the buffer itself: the member. */
function insideOf(frame: Frame, path: Path, call: number, at: number): { record: string; member: string } | null {
  const last = path.steps[path.steps.length - 1];
  const before = path.steps[path.steps.length - 2];
  if (last?.kind !== 'member' || before?.kind !== 'dereference') return null;
  const pointer: Path = { root: path.root, steps: path.steps.slice(0, -2) };
  const origins = telling(originsOfPath(frame, pointer, at));
  const isBuffer = origins.length === 1 && origins[0]!.kind === 'allocation' && origins[0]!.call === call;
  return isBuffer ? { record: last.owner, member: last.name } : null;
}
