import { withoutCasts, type Expression, type Unit } from '@freehandle/c-source';
import { mayGiveUp } from '../../kernel/releases.ts';

/** Whether the file registers a function for the end of a device, or of itself, or has one for others to call. */
export function isEnded({ functions, globals, fileCalls }: Unit): boolean {
  return (
    functions.some(({ name, isStatic }) => !isStatic && mayGiveUp(name)) ||
    globals.some(({ initial }) => initial && registersEnd(initial)) ||
    fileCalls.some(
      (call) =>
        call.kind === 'call' && call.callee.kind === 'name' && /^module_(?:exit|\w*driver)$/.test(call.callee.name),
    )
  );
}

function registersEnd(initial: Expression): boolean {
  return (
    initial.kind === 'initializer' &&
    initial.items.some(
      ({ member, value }) =>
        /^(?:remove(?:_new)?|disconnect|unbind|detach|exit)$/.test(member ?? '') || registersEnd(withoutCasts(value)),
    )
  );
}
