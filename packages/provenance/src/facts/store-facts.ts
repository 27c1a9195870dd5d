import { withoutCasts, type Expression } from '@freehandle/c-source';
import { stepOfCall } from '../flow/reaching.ts';
import { reachesUndisturbed } from '../flow/reach.ts';
import type { Frame } from '../flow/frame.ts';
import { originsOf } from '../flow/origins.ts';
import { isNull } from '../flow/reaching.ts';
import { denoted } from '../paths/path-of.ts';
import type { Path } from '../paths/path.ts';
import { allocationOf } from './allocation-call.ts';
import { allocationId } from './allocation-facts.ts';
import { lineOf } from './build-template.ts';
import type { MemberStore } from './facts.ts';

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

/** The stores of a function to members and file-level variables. */
export function storeFacts(frame: Frame): MemberStore[] {
  const calls = frame.flow.steps.flatMap((step) =>
    step.kind === 'call' && allocationOf(frame, step.call) ? [step.call.start] : [],
  );
  return frame.flow.steps.flatMap((step): MemberStore[] => {
    if (step.kind !== 'define') return [];
    const place = denoted(frame, step.target);
    const end = place?.kind === 'place' ? endOf(place.path) : null;
    if (!place || !end) return [];
    const kind = step.operator === '=' && step.value ? kindOf(frame, step.value, step.id, calls.length > 0) : 'changed';
    const source = kind === 'copy' && step.value ? denoted(frame, withoutCasts(step.value)) : null;
    return [
      {
        ...end,
        line: lineOf(frame, step.span.start),
        function: frame.definition.name,
        value: kind,
        source: source && endOf(source.path),
        after: calls
          .filter((call) => reachesUndisturbed(frame, place.path, stepOfCall(frame, call), step.id))
          .map((call) => allocationId(frame, call)),
      },
    ];
  });
}

function kindOf(frame: Frame, value: Expression, at: number, allocates: boolean): MemberStore['value'] {
  const bare = withoutCasts(value);
  if (isNull(bare)) return 'null';
  if (bare.kind === 'number' || bare.kind === 'sizeof') return 'constant';
  if (bare.kind === 'call' && allocationOf(frame, bare)) return 'allocation';
  if (allocates) {
    const origins = originsOf(frame, value, at).filter(
      (origin) => origin.kind !== 'null' && origin.kind !== 'uninitialised',
    );
    if (origins.length > 0 && origins.every((origin) => origin.kind === 'allocation')) return 'allocation';
    if (origins.length > 0 && origins.every((origin) => origin.kind === 'handle')) return 'handle';
  }
  if (bare.kind === 'assign') return kindOf(frame, bare.right, at, allocates);
  const place = denoted(frame, bare);
  return place?.kind === 'place' && place.path.root.kind !== 'call' ? 'copy' : 'other';
}
