import type { Inspection } from '../kernel.ts';
import { leakCauses, owners } from '../machine/frames.ts';
import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import type { Accounting, FrameView, VmAreaView } from '../show/views.ts';
import { translate } from './addresses.ts';
import { checkFrame } from './memory.ts';

/** A frame as data. */
function viewFrame(machine: Machine, frame: number): FrameView {
  const { frames, ledger, blocks } = machine;
  const owner = frames.owner(frame);
  const order = frames.freeOrder(frame);
  return {
    frame,
    owner,
    leak: frames.leakCause(frame),
    count: frames.count(frame),
    reserved: frames.isReserved(frame),
    freeOrder: order < 0 ? null : order,
    userMappings: frames.userMappings(frame),
    since:
      owner === 'consistent'
        ? ledger.since(frames.ownerId(frame))
        : owner === 'pages'
          ? blocks.since(frames.ownerId(frame))
          : -1,
  };
}

/** Frames by owner. */
export function accounting(machine: Machine): Accounting {
  const { frames } = machine;
  return {
    byOwner: Object.fromEntries(owners.map((owner) => [owner, frames.held(owner)])) as Accounting['byOwner'],
    leakedBy: Object.fromEntries(leakCauses.map((cause) => [cause, frames.leakedBy(cause)])) as Accounting['leakedBy'],
    total: frames.total,
  };
}

/** vmlist in address order; `mapped` gives the frame behind each page, null where nothing or no RAM is mapped. */
export function vmAreas(machine: Machine): readonly VmAreaView[] {
  return [machine.areas, machine.regions].flatMap((list) => {
    const views: VmAreaView[] = [];
    for (let area = list.first; area !== 0; area = list.next(area)) {
      const address = list.address(area);
      const pages = (list.size(area) - list.guard) / PAGE_SIZE;
      const mapped = Array.from(
        { length: pages },
        (_, page) => translate(machine, address + page * PAGE_SIZE)?.frame ?? null,
      );
      views.push({ address, size: list.size(area), flags: list.flags(area), mapped });
    }
    return views;
  });
}

/** Looking at the machine without changing it. */
export function inspection(machine: Machine): Omit<Inspection, 'nrFreePages'> {
  return {
    frame(frame) {
      checkFrame(machine, frame, 'frame');
      return viewFrame(machine, frame);
    },
    eachFrame(from, to, visit) {
      const { frames } = machine;
      for (let frame = from; frame < to; frame++) {
        visit(frames.owner(frame), frames.isReserved(frame), frames.ownerId(frame));
      }
    },
    frameCount: machine.frames.total,
    accounting: () => accounting(machine),
    vmAreas: () => vmAreas(machine),
  };
}
