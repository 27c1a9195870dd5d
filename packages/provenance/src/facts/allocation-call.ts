import type { Expression } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { denoted, inCall, target } from '../paths/path-of.ts';
import type { Path } from '../paths/path.ts';
import type { Sizing } from './sizing.ts';

/** A call that allocates: directly, or through a function of the same file that does. */
export interface AllocationCall {
  readonly call: Extract<Expression, { kind: 'call' }>;
  /** The function called. */
  readonly name: string;
  readonly size: Expression | null;
  /** The size, where it is no argument, in terms of the arguments. */
  readonly sizing: Sizing | null;
  /** Where the handle is stored, in terms of the calling function; null when it is not a place that can be named. */
  readonly handle: Path | null;
  /** Where the pointer is stored when it is not the call's result. */
  readonly pointer: Path | null;
  /** What was not proved of the function called. */
  readonly doubt: string | null;
  /** By an allocator whose memory is meant for another call to free. */
  readonly isRelative: boolean;
}

/** What `call` allocates, or null. */
export function allocationOf(frame: Frame, call: Extract<Expression, { kind: 'call' }>): AllocationCall | null {
  const known = frame.allocations.get(call.start);
  if (known !== undefined) return known;
  const found = recognise(frame, call);
  frame.allocations.set(call.start, found);
  return found;
}

function recognise(frame: Frame, call: Extract<Expression, { kind: 'call' }>): AllocationCall | null {
  if (call.callee.kind !== 'name') return null;
  const name = call.callee.name;
  const allocator = frame.context.api.allocators.find(
    (one) => one.name === name && one.arguments.length === call.arguments.length,
  );
  const pointed = (position: number): Path | null => {
    const argument = call.arguments[position];
    const pointer = argument && denoted(frame, argument);
    return pointer ? target(pointer) : null;
  };
  if (allocator) {
    return {
      call,
      name,
      size: call.arguments[allocator.arguments.indexOf('size')] ?? null,
      sizing: null,
      handle: pointed(allocator.arguments.indexOf('handle')),
      pointer: null,
      doubt: allocator.isRelative ? `it comes from ${name}, whose memory is meant for another call to free` : null,
      isRelative: allocator.isRelative,
    };
  }
  const wrapped = frame.context.summaries.get(name)?.allocates;
  if (!wrapped) return null;
  return {
    call,
    name,
    size: null,
    sizing: wrapped.size,
    handle: inCall(frame, call, wrapped.handle),
    pointer: wrapped.pointer && inCall(frame, call, wrapped.pointer),
    doubt: wrapped.doubt,
    isRelative: wrapped.isRelative,
  };
}
