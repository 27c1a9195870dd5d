import { withoutCasts } from '@freehandle/c-source';
import { variableAt, type Frame } from '../flow/frame.ts';
import { steadyForms } from '../flow/steady.ts';
import type { Step } from '../flow/step.ts';
import { denoted } from '../paths/path-of.ts';
import type { Path } from '../paths/path.ts';
import { assignmentsAt, type Assignment } from './assignments.ts';
import { lentAt, type Lent } from './lent.ts';
import { lineOf } from './line-of.ts';
import type { MemberStore } from './facts.ts';
import { releasedBefore, releasesOf, storedAhead, type Release } from './released-before.ts';
import { pureCalls, unmapAddresses } from '../vocabulary.ts';
import { storedValue } from './stored-value.ts';

/** What a path ends in: a member of a record or a file-level variable, and how many indices follow it. */
export interface PathEnd {
  readonly record: string;
  readonly member: string;
  readonly depth: number;
}

/** The end of a path; null for locals and computed places. */
export function endOf(path: Path): PathEnd | null {
  for (let i = path.steps.length - 1; i >= 0; i--) {
    const step = path.steps[i]!;
    if (step.kind === 'member') return { record: step.owner, member: step.name, depth: path.steps.length - 1 - i };
    if (step.kind === 'dereference') return null;
  }
  return path.root.kind === 'global' ? { record: '', member: path.root.name, depth: path.steps.length } : null;
}

/** The places in unions that the path leads through without following a pointer, as `record.union/member`. */
export function overlaysOf({ steps }: Path): string[] {
  const own = steps.slice(steps.findLastIndex((step) => step.kind === 'dereference') + 1);
  return own.flatMap((step) => (step.kind === 'member' && step.overlay ? [`${step.owner}.${step.overlay}`] : []));
}

/** The stores of a function to members and file-level variables. */
export function storeFacts(frame: Frame): MemberStore[] {
  const releases = releasesOf(frame);
  const found: MemberStore[] = [];
  for (const step of frame.flow.steps) {
    if (step.kind === 'define') {
      const stored = storeAt(frame, step, releases);
      if (stored) found.push(stored);
    } else if (step.kind === 'call') {
      const kept = assignmentsAt(frame, step);
      if (kept.length > 0 && !isAllocating(frame, step)) for (const one of kept) found.push(...keptStore(frame, one));
    }
    if (step.kind === 'call') found.push(...namedStores(frame, step));
    for (const lent of lentAt(frame, step)) {
      const store = lentStore(frame, step, lent);
      if (store) found.push(store);
    }
  }
  return found;
}

function storeAt(
  frame: Frame,
  step: Extract<Step, { kind: 'define' }>,
  releases: readonly Release[],
): MemberStore | null {
  const place = denoted(frame, step.target);
  const end = place?.kind === 'place' ? endOf(place.path) : null;
  if (!place || !end) return null;
  const kind =
    (step.operator === '=' || step.operator === 'swap') && step.value
      ? storedValue(frame, step.value, step.id)
      : 'changed';
  const source = kind === 'copy' && step.value ? denoted(frame, withoutCasts(step.value)) : null;
  const ahead = storedAhead(frame, step.id, releases);
  const released = releasedBefore(frame, step.id, place.path, releases);
  // Of most functions little more is shown than their stores, so nothing may rest on the flow of control.
  const forms = steadyForms(frame, place.path);
  const overlays = [...new Set(forms.flatMap(overlaysOf))];
  const within = enclosing(forms);
  return {
    record: end.record,
    member: end.member,
    depth: end.depth,
    line: lineOf(frame, step.span.start),
    function: frame.definition.name,
    value: kind,
    source: source && endOf(source.path),
    ...(released.length > 0 ? { released } : {}),
    ...(ahead.length > 0 ? { ahead } : {}),
    ...(within === null ? {} : { within }),
    ...(overlays.length > 0 ? { overlays } : {}),
  };
}

/** What a macro that is not in sight may store to: a member that it is given the name of, as in `SET(object, member, 1)`. */
function namedStores(frame: Frame, { call }: Extract<Step, { kind: 'call' }>): MemberStore[] {
  const { macros, globals, unit } = frame.context;
  if (call.callee.kind !== 'name' || !/^[A-Z_][A-Z\d_]*$/.test(call.callee.name)) return [];
  const { name: macro } = call.callee;
  if (macros.has(macro) || pureCalls.has(macro) || unmapAddresses.has(macro)) return [];
  return call.arguments.flatMap((argument): MemberStore[] => {
    if (argument.kind !== 'name' || !/[a-z]/.test(argument.name)) return [];
    const { name: member } = argument;
    if (variableAt(frame, member, argument.start) || globals.has(member) || macros.has(member)) return [];
    if (unit.enumerators.includes(member)) return [];
    const line = lineOf(frame, argument.start);
    const what = `${macro}() is given the name of ${member}`;
    return [
      { record: '', member, depth: 0, line, function: frame.definition.name, value: 'other', source: null, what },
    ];
  });
}

/** The store that may be made to what the step gives the address of. */
function lentStore(frame: Frame, step: Step, { path, what, isKept }: Lent): MemberStore | null {
  const end = endOf(path);
  if (!end) return null;
  const line = lineOf(frame, step.span.start);
  const common = { line, function: frame.definition.name, value: 'other', source: null, what } as const;
  return { ...end, ...common, ...(isKept ? { isOpen: true } : {}) };
}

/**
 * The member of another struct that the object is in which the paths end, as `record.member`: one object is never two
 * members, unless of a union. Null when no path tells, or where a union may be around.
 */
export function enclosing(paths: readonly Path[]): string | null {
  for (const { steps } of paths) {
    const last = steps.findLastIndex((step) => step.kind === 'member');
    const outer = steps.slice(0, Math.max(last, 0)).findLast((step) => step.kind !== 'index');
    if (outer?.kind === 'member' && /^struct [^@]/.test(outer.owner)) return `${outer.owner}.${outer.name}`;
  }
  return null;
}

/** A function that allocates stores what goes with its own allocation. */
function isAllocating(frame: Frame, { call }: Extract<Step, { kind: 'call' }>): boolean {
  const summary = call.callee.kind === 'name' ? frame.context.summaries.get(call.callee.name) : undefined;
  return summary !== undefined && (summary.pointers.size > 0 || summary.allocates !== null);
}

/** What a function stores for its caller. */
function keptStore(frame: Frame, { step, start, target, value }: Assignment): MemberStore[] {
  const end = endOf(target);
  if (!end) return [];
  const source = denoted(frame, value);
  return [
    {
      ...end,
      line: lineOf(frame, start),
      function: frame.definition.name,
      value: storedValue(frame, value, step),
      source: source && endOf(source.path),
    },
  ];
}
