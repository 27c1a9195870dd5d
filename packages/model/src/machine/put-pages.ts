import type { Machine } from './machine.ts';
import { k4 } from '../rules/k04-wrong-free.ts';
import { k12 } from '../rules/k12-reference-not-held.ts';

/**
 * Who drops the reference: whom the frame belongs to, one of its other holders, or an allocator on its own pages, whose
 * miscounting is told by what it loses rather than page by page.
 */
export type Dropper = 'owner' | 'holder' | 'allocator';

/**
 * __free_pages(frame, order): nothing for a reserved page, else count - 1, and the block back to the buddy lists at
 * exactly 0. `call` names the function in findings. [2.4.27 mm/page_alloc.c; semantics Notation]
 */
export function putPages(machine: Machine, frame: number, order: number, call: string, by: Dropper = 'holder'): void {
  const { frames, buddy, findings } = machine;
  if (!frames.isValid(frame) || frames.isReserved(frame)) return;
  const count = frames.addCount(frame, -1);
  if (count > 0) {
    if (by !== 'holder') frames.setPutSurvived(frame);
    return;
  }
  if (count < 0) {
    if (by !== 'allocator' && frames.owner(frame) !== 'consistent') findings.raise(k12, { frame, count, call });
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
