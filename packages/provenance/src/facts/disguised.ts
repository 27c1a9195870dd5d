import { withoutCasts, type CType, type Expression } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { valuesOf } from '../flow/steady.ts';
import { denoted, target, typeAt } from '../paths/path-of.ts';
import { castBy } from './casts.ts';
import type { Path } from '../paths/path.ts';

const BYTE: CType = { base: 'unsigned char', pointers: 0, arrays: 0, isFunction: false };

/** How many locals a pointer is followed through. */
const MAX_COPIES = 4;

/**
 * The records whose objects a store to `place` is to without naming a member of theirs: `((struct raw *)ring)->b = 3`,
 * `*(u32 *)ring = 0`, and the same through locals: `u8 *at = (u8 *)ring; at[i] = 0`.
 */
export function disguisedIn(frame: Frame, place: Expression): readonly string[] {
  const pointer = lastPointer(frame, place);
  return pointer ? objectsAt(frame, pointer, pointeeOf(frame, pointer)) : [];
}

/** The same for the bytes where a pointer points to: what `memcpy(at, from, n)` fills. */
export function disguisedAt(frame: Frame, pointer: Expression): readonly string[] {
  const as = pointeeOf(frame, pointer);
  return objectsAt(frame, pointer, as.base === 'void' ? BYTE : as);
}

/** The pointer that a place is reached through last. */
function lastPointer(frame: Frame, place: Expression): Expression | null {
  switch (place.kind) {
    case 'member':
      return place.arrow ? place.object : lastPointer(frame, place.object);
    case 'dereference':
      return place.operand;
    case 'index':
      return frame.context.types.resolve(typeAt(frame, place.object)).arrays > 0
        ? lastPointer(frame, place.object)
        : place.object;
    default:
      return null;
  }
}

function pointeeOf(frame: Frame, pointer: Expression): CType {
  const bare = withoutMoves(pointer);
  const type = castBy(frame, bare)?.type ?? frame.context.types.resolve(typeAt(frame, bare));
  return { ...type, pointers: type.pointers - 1 };
}

/** The records, other than `as`, of the objects that the pointer may point to. */
function objectsAt(frame: Frame, pointer: Expression, as: CType): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<number>();
  const pending: Expression[] = [pointer];
  for (let at = pending.pop(); at && seen.size <= MAX_COPIES; at = pending.pop()) {
    const plain = withoutCasts(at);
    const bare = withoutCasts(withoutMoves(plain));
    const type = frame.context.types.resolve(typeAt(frame, bare));
    const isObject = type.pointers === 1 && type.arrays === 0 && frame.context.types.isRecord(type.base);
    const known = denoted(frame, bare);
    // What follows an object is none of its parts: `(struct port *)(adapter + 1)`.
    if (isObject && plain.kind === 'binary' && plain.left.kind !== 'cast') continue;
    if (isObject && isOther(frame, type.base, as)) {
      if (!(known && isOwn(frame, target(known)))) found.add(type.base);
      continue;
    }
    const cast = castBy(frame, bare);
    if (cast) pending.push(cast.operand);
    const root = bare.kind === 'name' ? known?.path.root : undefined;
    if (root?.kind !== 'variable' || seen.has(root.id)) continue;
    seen.add(root.id);
    for (const value of valuesOf(frame, root.id)) if (value) pending.push(value);
  }
  return [...found];
}

/** The pointer that is moved: `(char *)ring` in `(char *)ring + 8`, `at` in `at++`. */
function withoutMoves(pointer: Expression): Expression {
  if (pointer.kind === 'binary') return withoutMoves(pointer.left);
  return pointer.kind === 'update' ? withoutMoves(pointer.operand) : pointer;
}

/** Whether a store of the type is none to a member that the record, or what it is a part of, has by name. */
function isOther(frame: Frame, record: string, as: CType): boolean {
  const { types } = frame.context;
  if (as.base === '' || as.base === 'void' || (as.pointers === 0 && as.base === record)) return false;
  const isRecord = as.pointers === 0 && as.arrays === 0 && types.isRecord(as.base);
  if (!isRecord) return as.pointers > 0 || !/^(?:struct|union) /.test(as.base);
  return !types.isWithin(as.base, record) && !types.isWithin(record, as.base);
}

/** Whether it is an object of the function itself, which ends with it. */
export function isOwn(frame: Frame, { root, steps }: Path): boolean {
  if (root.kind !== 'variable' || steps.some((step) => step.kind === 'dereference')) return false;
  return frame.flow.variables[root.id]?.kind !== 'static';
}
