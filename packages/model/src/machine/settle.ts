import type { LeakCause } from '../show/views.ts';
import type { Machine } from './machine.ts';

/** Pages of a block that were lost, by cause. */
export type Losses = Partial<Record<LeakCause, number>>;

/**
 * After a free or a failed allocation: names every page of the entry's block that is still its own as lost, by what the
 * page shows, or as kept by other references. Pages that others own by now are theirs.
 */
export function settle(machine: Machine, entry: number): Losses {
  const { frames, ledger } = machine;
  const losses: Losses = {};
  const first = ledger.frame(entry);
  if (first < 0) return losses;
  const end = first + 2 ** ledger.order(entry);
  for (let frame = first; frame < end; frame++) {
    if (frames.owner(frame) !== 'consistent' || frames.ownerId(frame) !== entry) continue;
    const survived = frames.takePutSurvived(frame);
    const count = frames.count(frame);
    if (!frames.isReserved(frame) && survived && frames.userMappings(frame) + frames.pins(frame) > 0) {
      frames.own(frame, 'orphan', entry);
      continue;
    }
    const cause: LeakCause = frames.isReserved(frame)
      ? 'reserved'
      : count < 0
        ? 'count-underflow'
        : survived
          ? 'extra-reference'
          : 'not-freed';
    losses[cause] = (losses[cause] ?? 0) + 1;
    frames.own(frame, 'leaked', entry, cause);
  }
  return losses;
}

/** After a successful allocation: pages behind the `pages` wanted that are split off and mapped nowhere are lost now. */
export function loseTail(machine: Machine, entry: number, pages: number): number {
  const { frames, ledger } = machine;
  const first = ledger.frame(entry);
  let lost = 0;
  for (let frame = first + pages; frame < first + 2 ** ledger.order(entry); frame++) {
    if (frames.owner(frame) !== 'consistent' || frames.ownerId(frame) !== entry || frames.count(frame) < 1) continue;
    frames.own(frame, 'leaked', entry, 'tail');
    lost++;
  }
  return lost;
}
