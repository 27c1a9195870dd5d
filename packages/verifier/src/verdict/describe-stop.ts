import { r12, r5 } from '@freehandle/model';
import { isStubObject } from '../binding/typed-stub.ts';
import type { Violation } from '../memory/address-space.ts';
import type { Stop } from '../session/session.ts';
import { memoryRules, type MemoryRule } from './memory-rules.ts';

/** What a stop in the middle of the driver breaks, in one sentence. */
export interface StopDescription {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What is known of the place of a stop, besides the stop itself. */
export interface StopContext {
  /** Whether the statement calls a function that frees consistent memory: then its arguments were being read. */
  readonly inFreeCall: boolean;
  /** Kernel functions called that the model does not know: they returned 0. */
  readonly stubs: ReadonlySet<string>;
  /** How many objects such functions have returned pointers to. */
  readonly madeUp: number;
  /** The consistent allocation that had returned NULL before, null if none had. */
  readonly failedAllocation: string | null;
}

/** Describes a stop; null where the model has raised a finding of its own for it, or it is none of the driver's doing. */
export function describeStop({ reason }: Stop, context: StopContext): StopDescription | null {
  switch (reason.kind) {
    case 'oops':
    case 'unmodelled':
    case 'waits':
      return null;
    case 'violation':
      return describeViolation(reason.violation, context);
    case 'fuel':
      return of(memoryRules.endlessLoop, 'a loop does not end');
    case 'device-wait':
      // one that counts its rounds ends some time: that this run did not is a gap, and no fault of the driver's
      return reason.endless
        ? of(memoryRules.deviceWait, 'a loop over device registers ends only when the device answers otherwise')
        : null;
    case 'recursion':
      return of(memoryRules.stackOverflow, 'functions call each other without end, or too deep for any stack');
    case 'panic':
      return of(memoryRules.ownStop, `panic: ${reason.message.trim()}`);
    case 'trap':
      if (/signature mismatch|null function|table index/.test(reason.message)) {
        return of(
          memoryRules.noFunction,
          'a function is called through a pointer that is NULL or leads to no function',
        );
      }
      // the memory has every address: only a stack that went below 0 can leave it
      return reason.message.includes('out of bounds')
        ? of(memoryRules.stackOverflow, 'locals do not fit on the stack')
        : of(memoryRules.ownStop, `the processor stops: ${reason.message}`);
  }
}

function of(rule: MemoryRule, message: string): StopDescription {
  return { rule: rule.id, severity: rule.severity, message };
}

/** A NULL that an unknown function may have returned is no proof against the driver. */
function afterStubs(description: StopDescription, stubs: ReadonlySet<string>): StopDescription {
  if (stubs.size === 0) return description;
  const message = `${description.message}; not modelled, and returned 0 before: ${[...stubs].join(', ')}`;
  return { ...description, severity: 'warning', message };
}

function describeViolation(violation: Violation, context: StopContext): StopDescription | null {
  const { kind, address, size, write, allocation } = violation;
  const access = `${write ? 'a store' : 'a load'} of ${size} ${size === 1 ? 'byte' : 'bytes'}`;
  const at = allocation
    ? `at +${address - allocation.base} of ${allocation.label} (${allocation.bytes} bytes)`
    : `at 0x${address.toString(16)}`;
  switch (kind) {
    case 'use-after-free':
      // reading the size or the handle from an object that is gone has a rule of its own
      return context.inFreeCall && !write
        ? {
            rule: r12.id,
            severity: r12.severity,
            message: `${r12.message({ value: 'size or handle', container: allocation?.label ?? 'an object', lost: 'freed' })}: ${access} ${at}`,
          }
        : of(memoryRules.useAfterFree, `${access} ${at}, which was freed`);
    case 'out-of-bounds':
      // how large the kernel would have made it is not known
      if (allocation && isStubObject(allocation.base)) return null;
      return of(memoryRules.outOfBounds, `${access} ${at}`);
    case 'stack-overflow':
      return of(memoryRules.stackOverflow, `${access} below the stack`);
    case 'null':
      // an object that an unknown function made up is all zeros: its pointers say nothing about the driver
      if (context.madeUp > 0) return null;
      return context.failedAllocation !== null
        ? {
            rule: r5.id,
            severity: r5.severity,
            message: `${r5.message({ used: 'pointer', call: context.failedAllocation })}: ${access} ${at}`,
          }
        : afterStubs(of(memoryRules.badPointer, `${access} through NULL, ${at}`), context.stubs);
    case 'wild':
      return of(
        memoryRules.badPointer,
        `${access} ${at}${neverSet(address) ? ', a pointer that was never set' : ', where nothing is'}`,
      );
  }
}

/** Near the pattern that fresh memory is filled with. */
function neverSet(address: number): boolean {
  return address >>> 16 === 0x5a5a;
}
