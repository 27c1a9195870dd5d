import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { allocDmabuf, deallocDmabuf, DMABUF_PAGES, reserveDmabuf } from '../drivers/es1371.ts';
import { framesOf, freeOf, reservedOf } from '../observe.ts';
import { truth } from '../verdict.ts';

/** C11: sound drivers set and clear the reserved bit and rely on the allocator not to. */
export const c11 = defineClaim<{ fresh: number; programmed: number; after: number; freed: number }>({
  id: 'C11',
  claimant: 'David Gibson',
  claim:
    'PCI drivers take it that the allocator sets no reserved bit; a couple of sound drivers set and clear it themselves.',
  explanation:
    'One of more than ten such drivers is run: es1371 reserves 32 pages when it programs its buffer and unreserves them before the free. On remapping allocators it finds the wrong struct pages, because it looks them up by the CPU address.',
  claimed: cells(['plain-pages']),
  contrast: cells(['ppc-map1', 'arm-3arg']),
  run(cell, tell) {
    const kernel = boot(cell);
    tell('The machine has booted.', kernel);
    const buffer = allocDmabuf(kernel);
    const frames = framesOf(kernel, buffer, DMABUF_PAGES);
    const fresh = reservedOf(kernel, frames);
    tell('es1371 allocates its buffer.', kernel);
    reserveDmabuf(kernel, buffer);
    const programmed = reservedOf(kernel, frames);
    tell('es1371 programs the buffer and reserves its pages.', kernel);
    deallocDmabuf(kernel, buffer);
    tell('es1371 unreserves and frees.', kernel);
    return { fresh, programmed, after: reservedOf(kernel, frames), freed: freeOf(kernel, frames) };
  },
  observable: ({ fresh, programmed, after, freed }) =>
    `reserved pages: ${fresh} when fresh, ${programmed} when programmed, ${after} after the free; ${freed} of ${DMABUF_PAGES} freed`,
  verdict: ({ fresh, programmed, after, freed }) =>
    truth(fresh === 0 && programmed === DMABUF_PAGES && after === 0 && freed === DMABUF_PAGES),
});
