import type { CType } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { globalType } from '../facts/file-context.ts';
import type { Path } from './path.ts';

/** The doubt about a place that may have another value each time it is read; null when its type does not say so. */
export function volatileDoubt(frame: Frame, path: Path, text: string): string | null {
  const type = typeOfPlace(frame, path);
  const resolved = type && frame.context.types.resolve(type);
  if (!resolved?.isVolatile || resolved.pointers > 0) return null;
  return `${text} is volatile: it may have another value each time it is read`;
}

/** The type of a variable, of a member, or of what one of them points to or holds; null for anything else. */
function typeOfPlace(frame: Frame, { root, steps }: Path): CType | null {
  const last = steps.findLastIndex((step) => step.kind === 'member');
  const member = steps[last];
  const start =
    member?.kind === 'member'
      ? frame.context.types.member(member.owner, member.name)
      : root.kind === 'variable'
        ? (frame.flow.variables[root.id]?.type ?? null)
        : globalType(frame.context, root.name);
  if (!start) return null;
  const levels = steps.length - 1 - last;
  return { ...start, pointers: Math.max(0, start.pointers - Math.max(0, levels - start.arrays)) };
}
