import { GFP_KERNEL } from '../machine/gfp.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { boot, release } from './boot.ts';
import type { Cell } from './cell.ts';
import type { Tell } from './claim.ts';
import { framesOf, leaked, reservedOf, rulesBroken } from './observe.ts';

/** Arguments of a free: pages more (or fewer) than allocated, and pages added to the handle. */
export interface WrongArguments {
  readonly pages: number;
  readonly handlePages: number;
}

/** What a free with wrong arguments did. */
export interface WrongFree {
  /** Pages of the buffer that are lost. */
  readonly lost: number;
  /** Pages of a neighbour that lost their reserved bit. */
  readonly stripped: number;
  /** Pages of a neighbour that were freed under it. */
  readonly freedUnder: number;
  readonly stopped: boolean;
  readonly rules: readonly string[];
}

const PAGES = 16;

/**
 * Frees a buffer of 16 pages with wrong arguments, beside a live buffer whose pages are reserved, by the allocator or
 * else by its driver. Forms with fewer arguments drop those they do not have.
 */
export function freeWrongly(cell: Cell, wrong: WrongArguments, tell: Tell): WrongFree {
  const kernel = boot(cell);
  const size = PAGES * PAGE_SIZE;
  const first = kernel.consistentAlloc(GFP_KERNEL, size);
  const second = kernel.consistentAlloc(GFP_KERNEL, size);
  // The neighbour is the one that lies behind in memory.
  const [buffer, neighbour] = (first.handle ?? 0) < (second.handle ?? 0) ? [first, second] : [second, first];
  const foreign = framesOf(kernel, neighbour, PAGES);
  for (const frame of foreign) if (!kernel.frame(frame).reserved) kernel.setPageReserved(frame);
  tell(`A buffer of ${PAGES} pages, and a reserved one behind it, are live.`, kernel);
  release(
    kernel,
    { vaddr: buffer.vaddr, handle: (buffer.handle ?? 0) + wrong.handlePages * PAGE_SIZE },
    size + wrong.pages * PAGE_SIZE,
  );
  tell('The first is freed with wrong arguments.', kernel);
  return {
    lost: leaked(kernel),
    stripped: PAGES - reservedOf(kernel, foreign),
    freedUnder: foreign.filter((frame) => kernel.frame(frame).owner === 'free').length,
    stopped: kernel.oops !== null,
    rules: rulesBroken(kernel),
  };
}

/** Whether anything was lost or anybody else harmed. */
export function didHarm({ lost, stripped, freedUnder, stopped }: WrongFree): boolean {
  return lost > 0 || stripped > 0 || freedUnder > 0 || stopped;
}

/** `4 pages lost, 2 of a neighbour unreserved`, or `no harm`; with the rules the run named. */
export function describeHarm(free: WrongFree): string {
  const { lost, stripped, freedUnder, stopped, rules } = free;
  const parts = [
    ...(lost > 0 ? [`${lost} pages lost`] : []),
    ...(stripped > 0 ? [`${stripped} pages of a neighbour unreserved`] : []),
    ...(freedUnder > 0 ? [`${freedUnder} pages of a neighbour freed`] : []),
    ...(stopped ? ['the machine stops'] : []),
  ];
  const harm = parts.length === 0 ? 'no harm' : parts.join(', ');
  return rules.length === 0 ? harm : `${harm} (${rules.join(', ')})`;
}
