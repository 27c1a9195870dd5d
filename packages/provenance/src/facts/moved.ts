import { withoutCasts } from '@freehandle/c-source';
import type { Step } from '../flow/step.ts';

/** `p += 16`, `p = p + 16` and the like: what is there then may be made from what was there before. */
export function isMoved(step: Step): boolean {
  if (step.kind !== 'define') return false;
  return step.operator !== '=' || step.value === null || withoutCasts(step.value).kind === 'binary';
}
