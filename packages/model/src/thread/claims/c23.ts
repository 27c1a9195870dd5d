import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { bothForms, cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { loadXilinxfb, unloadXilinxfb } from '../drivers/xilinxfb.ts';
import { leaked } from '../observe.ts';
import { truth } from '../verdict.ts';

/** More than fit into the machine one after the other. */
const CYCLES = 20;

interface Reloads {
  /** Load and unload cycles until a load failed; `CYCLES` when none did. */
  readonly cycles: number;
  readonly lostPerCycle: number;
  readonly ramPages: number;
  readonly stopped: boolean;
}

/** C23: big frame buffers make the loss serious. */
export const c23 = defineClaim<Reloads>({
  id: 'C23',
  claimant: 'Todd Poynor',
  claim: 'With frame buffers of high resolution the loss becomes serious.',
  explanation:
    'A frame buffer of 640 by 480 takes the largest block there is, 2 MiB. On a board with 32 MiB each load and unload loses it whole, and after a few the next load finds no such block.',
  claimed: cells(['ppc-map1', 'ppc-map0'], bothForms),
  contrast: [...cells(['ppc-map2'], ['walk']), ...cells(['ppc-sized', 'ppc-region'])],
  run(cell, tell) {
    const kernel = boot(cell, { platform: 'virtex2pro' });
    const ramPages = kernel.ramBytes / PAGE_SIZE;
    tell('A board with 32 MiB has booted.', kernel);
    let lostPerCycle = 0;
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const fb = loadXilinxfb(kernel);
      if (fb === null) {
        tell(`Load ${cycle + 1} of xilinxfb finds no block.`, kernel);
        return { cycles: cycle, lostPerCycle, ramPages, stopped: kernel.oops !== null };
      }
      unloadXilinxfb(kernel, fb);
      if (cycle === 0) {
        lostPerCycle = leaked(kernel);
        tell('xilinxfb was loaded and unloaded once.', kernel);
      }
    }
    return { cycles: CYCLES, lostPerCycle, ramPages, stopped: false };
  },
  observable({ cycles, lostPerCycle, ramPages, stopped }) {
    const lost = `${lostPerCycle} of ${ramPages} pages lost a cycle`;
    if (cycles === CYCLES) return `${lost}, ${cycles} cycles and no failure`;
    return `${lost}, load ${cycles + 1} fails${stopped ? ' with BUG()' : ''}`;
  },
  verdict: ({ cycles, lostPerCycle, ramPages }) => truth(cycles < CYCLES && lostPerCycle / ramPages > 0.05),
});
