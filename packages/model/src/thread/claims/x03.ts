import type { Kernel } from '../../kernel.ts';
import { GFP_KERNEL } from '../../machine/gfp.ts';
import { PAGE_SIZE } from '../../machine/page.ts';
import { boot } from '../boot.ts';
import { cells } from '../cell.ts';
import { defineClaim } from '../claim.ts';
import { framesOf, leaked, reservedOf } from '../observe.ts';
import { truth } from '../verdict.ts';

const STATE_BYTES = 64;

function storeWord(kernel: Kernel, address: number, word: number): void {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, word, true);
  kernel.cpuWrite(address, bytes);
}

function loadWord(kernel: Kernel, address: number): number {
  const { bytes } = kernel.cpuRead(address, 4);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
}

/** X3: the handle is read from an object that was freed before. */
export const x3 = defineClaim<{ lost: number; stripped: number }>({
  id: 'X3',
  claimant: 'unmentioned',
  claim: 'A driver that frees its state before the buffer gives the free the handle of whoever got that memory next.',
  explanation:
    'The address alone was saved in a variable before kfree. The handle is read after it, when another driver has stored its own handle at the same place.',
  claimed: cells(['ppc-sized', 'arm-3arg']),
  contrast: cells(['ppc-map1', 'ppc-region']),
  run(cell, tell) {
    const kernel = boot(cell);
    const state = kernel.kmalloc(STATE_BYTES, GFP_KERNEL);
    const buffer = kernel.consistentAlloc(GFP_KERNEL, PAGE_SIZE);
    storeWord(kernel, state, buffer.handle ?? 0);
    tell('A driver keeps the handle of its page in its state.', kernel);
    kernel.kfree(state);
    const other = kernel.consistentAlloc(GFP_KERNEL, PAGE_SIZE);
    const otherFrames = framesOf(kernel, other, 1);
    if (reservedOf(kernel, otherFrames) === 0) for (const frame of otherFrames) kernel.setPageReserved(frame);
    storeWord(kernel, kernel.kmalloc(STATE_BYTES, GFP_KERNEL), other.handle ?? 0);
    tell(
      'It frees the state; another driver gets the same memory and stores the handle of its own reserved page.',
      kernel,
    );
    kernel.consistentFree(buffer.vaddr, PAGE_SIZE, loadWord(kernel, state));
    tell('The first driver frees its page with the handle it finds there.', kernel);
    return { lost: leaked(kernel), stripped: 1 - reservedOf(kernel, otherFrames) };
  },
  observable: ({ lost, stripped }) => `${lost} pages lost, ${stripped} of another driver unreserved`,
  verdict: ({ lost, stripped }) => truth(lost > 0 && stripped > 0),
});
