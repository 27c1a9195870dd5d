import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { framesOf } from '../observe.ts';
import { mapBuffer, unmap } from '../user-mapping.ts';
import { truth } from '../verdict.ts';

/** X6: both handle the bit, and the page changes hands under the device. */
export const x6 = defineClaim<{ reused: boolean; deviceReached: boolean }>({
  id: 'X6',
  claimant: 'unmentioned',
  claim:
    'A driver that unreserves on stop while a process has the buffer mapped gives its pages away under the device.',
  explanation:
    'munmap drops the only reference there is. The next one to ask for memory gets the page, and the device, which was told nothing, goes on writing into it.',
  claimed: cells(['ppc-sized', 'arm-3arg', 'ppc-map1']),
  contrast: [],
  run(cell, tell) {
    const kernel = boot(cell);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, PAGE_SIZE);
    const [frame = -1] = framesOf(kernel, buffer, 1);
    if (!kernel.frame(frame).reserved) kernel.setPageReserved(frame);
    const mapping = mapBuffer(kernel, buffer, PAGE_SIZE);
    tell('A reserved page is mapped by a process, and the device was given its handle.', kernel);
    kernel.clearPageReserved(frame);
    unmap(kernel, mapping);
    tell('The driver unreserves it on stop; then the process unmaps.', kernel);
    const stranger = kernel.getFreePages(GFP_KERNEL, 0);
    tell('Somebody else asks for a page.', kernel);
    kernel.cpuWrite(stranger, new Uint8Array([1, 2, 3, 4]));
    kernel.flushDcacheRange(stranger, stranger + 4);
    kernel.deviceWrite(buffer.handle ?? 0, new Uint8Array([9, 9, 9, 9]));
    tell('The device writes to the handle it was given.', kernel);
    return {
      reused: kernel.virtToFrame(stranger) === frame,
      deviceReached: kernel.cpuRead(stranger, 1).bytes[0] === 9,
    };
  },
  observable: ({ reused, deviceReached }) =>
    `the page ${reused ? 'has a second owner' : 'has one owner'}; the device ${deviceReached ? 'overwrites that memory' : 'does not reach it'}`,
  verdict: ({ reused, deviceReached }) => truth(reused && deviceReached),
});
