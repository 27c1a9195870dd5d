import { k4, k12 } from '../findings/checks.ts';
import type { Machine } from './machine.ts';

/**
 * __free_pages(frame, order): nothing for a reserved page, else count - 1, and the block back to the buddy lists at
 * exactly 0. `call` names the function in findings;
 * `byOwner` says that whom the frame belongs to gives it up. [2.4.27 mm/page_alloc.c; semantics Notation]
 */
export function putPages(machine: Machine, frame: number, order: number, call: string, byOwner = false): void {
  const { frames, buddy, findings } = machine;
  if (!frames.isValid(frame) || frames.isReserved(frame)) return;
  const count = frames.addCount(frame, -1);
  if (count > 0) {
    if (byOwner) frames.setPutSurvived(frame);
    return;
  }
  if (count < 0) {
    // An allocator that frees pages of its own block without counts has a finding of its own when the free is settled.
    if (frames.owner(frame) !== 'consistent') findings.raise(k12, { frame, count, call });
    return;
  }
  const address = machine.frameToVirt(frame);
  const stolen = buddy.free(frame, order);
  if (stolen === 'misaligned') {
    findings.raise(k4, { call, address, why: `which is no multiple of the order ${order} given: BUG()` });
    machine.stop('K4', 'driver', `${call}: block of order ${order} is not aligned`);
  } else if (stolen === 'already-free') {
    findings.raise(k4, { call, address, why: 'which is free already' });
  } else if (stolen > 0) {
    findings.raise(k4, { call, address, why: `with an order that takes ${stolen} pages of other owners along` });
  }
}
