import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { loadIbmlcdfb } from '../drivers/ibmlcdfb.ts';
import { loadXilinxfb } from '../drivers/xilinxfb.ts';
import { mapBuffer, mappedPages } from '../user-mapping.ts';
import { truth } from '../verdict.ts';

interface Mapped {
  readonly driver: string;
  readonly pages: number;
  readonly mapped: number;
}

/** C8: frame buffers of two boards are consistent memory mapped to user space. */
export const c8 = defineClaim<Mapped[]>({
  id: 'C8',
  claimant: 'Todd Poynor',
  claim: 'Frame buffers on Virtex-II Pro and 405LP boards are taken with consistent_alloc and mapped to user space.',
  explanation:
    'Both drivers reserve the pages themselves, by the handle, because the PowerPC allocator does not; then the mapping is complete.',
  claimed: cells(['ppc-map1', 'ppc-map0', 'ppc-map2']),
  contrast: [],
  run: (cell, tell) =>
    (['xilinxfb', 'ibmlcdfb'] as const).map((driver) => {
      const kernel = boot(cell, { platform: driver === 'xilinxfb' ? 'virtex2pro' : 'ibm405lp' });
      tell(`A board for ${driver} has booted.`, kernel);
      const fb = driver === 'xilinxfb' ? loadXilinxfb(kernel) : loadIbmlcdfb(kernel);
      if (fb === null) return { driver, pages: 0, mapped: 0 };
      tell(`${driver} has allocated and reserved its frame buffer.`, kernel);
      const mapped = mappedPages(kernel, mapBuffer(kernel, fb.buffer, fb.size));
      tell(`A process has mapped the frame buffer of ${driver}.`, kernel);
      return { driver, pages: fb.frames.length, mapped };
    }),
  observable: (drivers) =>
    drivers.map(({ driver, pages, mapped }) => `${driver}: ${mapped} of ${pages} pages`).join(', '),
  verdict: (drivers) => truth(drivers.every(({ pages, mapped }) => pages > 0 && mapped === pages)),
});
