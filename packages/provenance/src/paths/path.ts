import type { Expression } from '@freehandle/c-source';

/** One step from an object to a part of it. */
export type PathStep =
  | {
      readonly kind: 'member';
      readonly name: string;
      /** The record the member belongs to, empty when unknown. */ readonly owner: string;
      /** For a member of a union: the union and, after a slash, which of its members it is or is a part of. */
      readonly overlay?: string;
    }
  | { readonly kind: 'index'; readonly text: string; readonly index: Expression | null }
  | { readonly kind: 'dereference' };

/** What a path starts from. `call` is a call's result, named by its text. */
export type PathRoot =
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly id: number;
      /** The record pointed to, empty when none. */ readonly record: string;
    }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string };

/** An access path: a root and the steps taken from it. `p->f` is p, dereference, member f. */
export interface Path {
  readonly root: PathRoot;
  readonly steps: readonly PathStep[];
}

/** A variable as a path. */
export function variablePath({ name, id }: { readonly name: string; readonly id: number }): Path {
  return { root: { kind: 'variable', name, id, record: '' }, steps: [] };
}

/** Equal paths have equal keys; indices count by their text. */
export function pathKey(path: Path): string {
  let key = rootKey(path.root);
  for (const step of path.steps) key += stepKey(step);
  return key;
}

/** A key that also tells members of one name of different records, and places in unions, apart. */
export function typedKey(path: Path): string {
  let key = rootKey(path.root);
  for (const step of path.steps) {
    key += stepKey(step);
    if (step.kind === 'member') key += `:${step.owner}:${step.overlay ?? ''}`;
  }
  return key;
}

/** Equal roots have equal keys. */
export function rootKey(root: PathRoot): string {
  return root.kind === 'variable' ? `%${root.id}` : root.kind === 'global' ? root.name : `(${root.name})`;
}

/** Whether two paths start from the same: what equal keys of roots say, without making them. */
export function isSameRoot(a: PathRoot, b: PathRoot): boolean {
  return a.kind === b.kind && (a.kind === 'variable' && b.kind === 'variable' ? a.id === b.id : a.name === b.name);
}

/** Whether two paths are equal: what equal keys say, without making them. */
export function isSamePath(a: Path, b: Path): boolean {
  return (
    a.steps.length === b.steps.length &&
    isSameRoot(a.root, b.root) &&
    a.steps.every((step, i) => isSameStep(step, b.steps[i]!))
  );
}

function isSameStep(a: PathStep, b: PathStep): boolean {
  switch (a.kind) {
    case 'member':
      return b.kind === 'member' && a.name === b.name;
    case 'index':
      return b.kind === 'index' && a.text === b.text;
    case 'dereference':
      return b.kind === 'dereference';
  }
}

/** Equal steps have equal keys. */
export function stepKey(step: PathStep): string {
  return step.kind === 'member' ? `.${step.name}` : step.kind === 'index' ? `[${step.text}]` : '*';
}

/** A member with its record, as `record.member`; the record is empty when unknown. */
export function memberName(step: Extract<PathStep, { kind: 'member' }>): string {
  return `${step.owner}.${step.name}`;
}

/** Whether `names`, each as `record.member`, hold this member; an unknown record may be any. */
export function namesMember(names: Iterable<string>, step: PathStep | undefined): boolean {
  if (step?.kind !== 'member') return false;
  for (const name of names) {
    const dot = name.lastIndexOf('.');
    const record = name.slice(0, dot);
    if (name.slice(dot + 1) === step.name && (record === step.owner || record === '' || step.owner === '')) return true;
  }
  return false;
}

/** Whether the member is named through a macro, with its object left out: `sg_dma_address()`, `dma_unmap_addr(, bus)`. */
export function isAccessor(step: PathStep): boolean {
  return step.kind === 'member' && step.name.endsWith(')');
}

/** The path as C text. */
export function pathText(path: Path): string {
  let text = path.root.name;
  for (let i = 0; i < path.steps.length; i++) {
    const step = path.steps[i]!;
    const next = path.steps[i + 1];
    if (step.kind === 'index') text += `[${step.text}]`;
    else if (step.kind === 'member' && isAccessor(step)) text = step.name.replace('(', `(&${text}`);
    else if (step.kind === 'dereference' && next?.kind === 'member' && isAccessor(next)) {
      text = next.name.replace('(', `(${text}`);
      i++;
    } else if (step.kind === 'member') text += `.${step.name}`;
    else if (next?.kind === 'member') {
      text += `->${next.name}`;
      i++;
    } else text = next ? `(*${text})` : `*${text}`;
  }
  return text;
}

/** How `inner` continues `outer`: the steps after it, or null when it does not begin with it. */
export function stepsAfter(outer: Path, inner: Path): readonly PathStep[] | null {
  if (outer.steps.length > inner.steps.length || !isSameRoot(outer.root, inner.root)) return null;
  if (!outer.steps.every((step, i) => isSameStep(step, inner.steps[i]!))) return null;
  return inner.steps.slice(outer.steps.length);
}

/** Whether two paths may name the same place: equal but for indices that are not both plain numbers. */
export function mayOverlap(a: Path, b: Path): boolean {
  if (!isSameRoot(a.root, b.root)) return false;
  const other = a.steps.findIndex((step, i) => !b.steps[i] || !stepsMatch(step, b.steps[i]));
  if (other < 0) return a.steps.length === b.steps.length;
  return b.steps[other] !== undefined && areOverlaid(a.steps[other]!, b.steps[other]);
}

/** Whether two steps go to different members of one union. */
export function areOverlaid(a: PathStep, b: PathStep): boolean {
  if (a.kind !== 'member' || b.kind !== 'member' || !a.overlay || !b.overlay || a.owner !== b.owner) return false;
  return a.overlay !== b.overlay && unionOf(a.overlay) === unionOf(b.overlay);
}

/** The union that an overlay is of. */
export function unionOf(overlay: string): string {
  return overlay.slice(0, overlay.indexOf('/'));
}

/** Whether two steps may go to the same part. */
export function stepsMatch(a: PathStep, b: PathStep): boolean {
  if (a.kind === 'index' && b.kind === 'index') return a.text === b.text || !(isNumber(a.text) && isNumber(b.text));
  return isSameStep(a, b);
}

/** Whether an index is a number, or a macro by its spelling. */
export function isConstantIndex(text: string): boolean {
  return /^(?:\d\w*|[A-Z][A-Z0-9_]*)$/.test(text);
}

function isNumber(text: string): boolean {
  return /^\d/.test(text);
}

/** The path with more steps; a dereference of an address cancels out in {@link addressed}. */
export function extend(path: Path, steps: readonly PathStep[]): Path {
  return { root: path.root, steps: [...path.steps, ...steps] };
}
