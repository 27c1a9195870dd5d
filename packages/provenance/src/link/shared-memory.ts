import { endOf } from '../facts/store-facts.ts';
import { pathText, type Path } from '../paths/path.ts';
import type { FreeFact } from '../facts/facts.ts';
import { memberKey, type LinkedFacts } from './index-facts.ts';

/**
 * The doubt about a value that is read from memory allocated for a device, which may have written there: `q->desc->len`. Null
 * when there is none. What the freed buffer itself holds was put there for this.
 */
export function deviceDoubt(linked: LinkedFacts, free: FreeFact, path: Path): string | null {
  const freed = new Set(free.forms.map(memberKey));
  for (let length = path.steps.length - 1; length > 0; length--) {
    if (path.steps[length]!.kind !== 'dereference') continue;
    const pointer: Path = { root: path.root, steps: path.steps.slice(0, length) };
    if (!freed.has(memberKey(pointer)) && isAllocated(linked, pointer))
      return `a device may have written to ${pathText(path)}`;
  }
  return null;
}

/** Whether an allocation's pointer is stored in such a member. */
function isAllocated(linked: LinkedFacts, pointer: Path): boolean {
  const end = endOf(pointer);
  if (!end || end.record === '') return false;
  const isIt = (form: Path) => {
    const own = endOf(form);
    return own?.record === end.record && own.member === end.member && own.depth === end.depth;
  };
  return (linked.byMember.get(end.member) ?? []).some((one) =>
    one.stores.some((store) => !store.isPart && store.marks === null && store.forms.some(isIt)),
  );
}
