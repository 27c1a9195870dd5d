import { GFP_KERNEL } from '../../machine/gfp.ts';
import { boot } from '../boot.ts';
import { callers, type Caller } from '../callers.ts';
import { cells, type Cell } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { rulesBroken } from '../observe.ts';
import { verdict } from '../verdict.ts';

/** 640 x 480 at 16 bits: what the driver says it needs of the block of 256 pages that it allocated. */
const VGA_BYTES = 640 * 480 * 2;
/** What a freed object reads as when the slab poisons it. */
const POISON = 0x5a5a5a5a;

interface Migrated {
  readonly id: string;
  readonly file: string;
  readonly rules: readonly string[];
}

/** Runs a caller with the two arguments added to its call and nothing else changed. */
function migrateNaively(cell: Cell, caller: Caller): Migrated {
  const failing = caller.naive === 'free-of-null';
  const kernel = boot(cell, failing ? { faults: [{ kind: 'vm-area', nth: 0 }] } : {});
  const buffer = kernel.consistentAlloc(GFP_KERNEL, caller.bytes);
  const handle = buffer.handle ?? POISON;
  switch (caller.naive) {
    case null:
    case 'free-of-null':
      kernel.consistentFree(buffer.vaddr, caller.bytes, handle);
      break;
    case 'handle-after-kfree':
      kernel.consistentFree(buffer.vaddr, caller.bytes, POISON);
      break;
    case 'size-differs':
      kernel.consistentFree(buffer.vaddr, VGA_BYTES, handle);
      break;
  }
  return { id: caller.id, file: caller.file, rules: rulesBroken(kernel) };
}

/** C26: the callers have to be updated. */
export const c26 = defineClaim<Migrated[]>({
  id: 'C26',
  claimant: 'Todd Poynor',
  claim: 'The drivers that call it would have to be updated, which is a small piece of work.',
  explanation:
    'All callers found in the PowerPC trees of the time are migrated by adding the two arguments, and run. Small it is; but not each is right that way: a guard, a copy of the handle or another size is needed at some.',
  claimed: cells(['ppc-sized']),
  contrast: [],
  run: (cell, tell) => {
    tell('The machine has booted.', boot(cell));
    return callers.map((caller) => migrateNaively(cell, caller));
  },
  observable(migrated) {
    const wrong = migrated.filter(({ rules }) => rules.length > 0);
    const files = new Set(migrated.map(({ file }) => file)).size;
    const list = wrong.map(({ id, rules }) => `${id} ${rules.join(' ')}`).join(', ');
    return `${migrated.length} calls in ${files} files; right with the two arguments: ${migrated.length - wrong.length}, not so: ${wrong.length} (${list})`;
  },
  verdict(migrated) {
    const wrong = migrated.filter(({ rules }) => rules.length > 0).length;
    if (wrong > migrated.length / 2) return verdict('false', `${wrong} of ${migrated.length} calls need more`);
    return verdict('true', wrong === 0 ? null : `${wrong} of ${migrated.length} calls need more than two arguments`);
  },
});
