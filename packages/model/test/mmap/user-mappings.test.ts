import { describe, expect, test } from 'vitest';
import {
  createKernel,
  GFP_KERNEL,
  PAGE_SIZE,
  VM_IO,
  VM_READ,
  VM_RESERVED,
  VM_SHARED,
  VM_WRITE,
  type AllocatorName,
  type Kernel,
} from '@freehandle/model';
import { platformOf } from '../platform-of.ts';
import { expectSoundMachine } from '../invariants.ts';

const PAGES = 4;
const SIZE = PAGES * 4096;
const SHARED = VM_READ | VM_WRITE | VM_SHARED;

/** A driver with a buffer of 4 pages, and a process that has a vma for it. */
function scene(allocator: AllocatorName, flags = SHARED | VM_IO) {
  const kernel = createKernel({ platform: platformOf(allocator), allocator, ramBytes: 8 * 2 ** 20 });
  const { vaddr, handle = 0 } = kernel.consistentAlloc(GFP_KERNEL, SIZE);
  const first = kernel.virtToFrame(kernel.busToVirt(handle));
  const phys = kernel.virtToPhys(kernel.busToVirt(handle));
  const mm = kernel.createMm();
  const address = kernel.mmap(mm, SIZE, flags);
  const frames = [0, 1, 2, 3].map((page) => first + page);
  const each = (call: (frame: number) => void): void => {
    frames.forEach(call);
  };
  const free = (): void => {
    kernel.consistentFree(vaddr, SIZE, handle);
  };
  const remap = (): number => kernel.remapPageRange(mm, address, phys, SIZE);
  return { kernel, vaddr, handle, first, phys, mm, address, frames, each, free, remap };
}

const rulesOf = (kernel: Kernel): string[] => [...new Set(kernel.findings.map(({ rule }) => rule))];

describe('one user mapping of a consistent buffer', () => {
  test.each([SHARED, SHARED | VM_IO])(
    'M1: unreserved pages are a silent hole, with or without VM_IO (flags %i)',
    (flags) => {
      const { kernel, mm, address, remap, vaddr } = scene('ppc-map1', flags);
      expect(remap()).toBe(0);
      expect(kernel.userFrame(mm, address)).toBe(-1);
      expect(kernel.userAccess(mm, address, false).result).toBe('zero-page');
      kernel.cpuWrite(vaddr, Uint8Array.of(1, 2, 3));
      const written = kernel.userAccess(mm, address, true);
      expect(written.result).toBe('anonymous');
      expect(kernel.translate(vaddr)?.frame).not.toBe(written.frame);
      expect(rulesOf(kernel)).toEqual(['R16']);
    },
  );

  test('M2: reserve, mmap, munmap, unreserve, free is correct', () => {
    const { kernel, mm, address, each, remap, free, frames } = scene('ppc-map1');
    const before = kernel.nrFreePages;
    each(kernel.setPageReserved);
    expect(remap()).toBe(0);
    expect(frames.map((frame, page) => kernel.userFrame(mm, address + page * 4096) === frame)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    kernel.munmap(mm, address, SIZE);
    each(kernel.clearPageReserved);
    free();
    kernel.exitMm(mm);
    expect(kernel.nrFreePages).toBe(before + PAGES);
    expect(kernel.finish()).toEqual([]);
  });

  test('M3: unreserved before munmap, the pages are freed under the driver', () => {
    const { kernel, mm, address, each, remap, free, first } = scene('ppc-map1');
    each(kernel.setPageReserved);
    remap();
    each(kernel.clearPageReserved);
    expect(rulesOf(kernel)).toEqual(['R19']);
    kernel.munmap(mm, address, SIZE);
    expect(kernel.frame(first)).toMatchObject({ owner: 'free', count: 0 });
    free();
    expect(kernel.frame(first).count).toBe(-1);
    expect(rulesOf(kernel)).toEqual(['R19', 'K12']);
    expectSoundMachine(kernel);
  });

  test('M4: freed while reserved, the pages leak for ever and the process keeps its mapping', () => {
    const { kernel, mm, address, each, remap, free, first } = scene('ppc-map1');
    each(kernel.setPageReserved);
    remap();
    free();
    expect(kernel.userFrame(mm, address)).toBe(first);
    expect(kernel.accounting().leakedBy.reserved).toBe(PAGES);
    expect(kernel.vmAreas()).toEqual([]);
    expect(rulesOf(kernel)).toEqual(['R20', 'R18']);
  });

  test('M5: freed while mapped, the process reads what others own and drops their reference', () => {
    const { kernel, mm, address, each, remap, free, first } = scene('ppc-map1');
    each(kernel.setPageReserved);
    remap();
    each(kernel.clearPageReserved);
    free();
    expect(rulesOf(kernel)).toEqual(['R19', 'R20']);
    let page = 0;
    while (kernel.virtToFrame(page) !== first) page = kernel.getFreePages(0x20, 0);
    expect(kernel.userFrame(mm, address)).toBe(first);
    expect(kernel.frame(first)).toMatchObject({ owner: 'pages', count: 1 });
    kernel.munmap(mm, address, 4096);
    expect(kernel.frame(first)).toMatchObject({ owner: 'free', count: 0 });
    expectSoundMachine(kernel);
  });

  test.each(['arm-3arg', 'ppc-sized'] as const)(
    'M6: %s frees under the mapping as its free clears the bit itself',
    (allocator) => {
      const { kernel, mm, address, remap, free, first } = scene(allocator);
      remap();
      expect(kernel.userFrame(mm, address)).toBe(first);
      free();
      expect(kernel.frame(first).owner).toBe('free');
      expect(kernel.userFrame(mm, address)).toBe(first);
      expect(rulesOf(kernel)).toEqual(['R20']);
    },
  );

  /** A nopage handler over the buffer. */
  function nopageScene(allocator: AllocatorName, flags: number, takesReference = true) {
    const stage = scene(allocator, flags);
    const { kernel, first } = stage;
    let base = 0;
    const nopage = (address: number): number => {
      const frame = first + (address - base) / 4096;
      if (takesReference) kernel.getPage(frame);
      return frame;
    };
    base = kernel.mmap(stage.mm, SIZE, flags, nopage);
    return { ...stage, base };
  }

  test('M7: nopage with get_page and VM_RESERVED is safe, the free happens at munmap', () => {
    const { kernel, mm, base, free, first } = nopageScene('ppc-map1', SHARED | VM_RESERVED);
    expect(kernel.userAccess(mm, base, true)).toEqual({ result: 'nopage', frame: first });
    expect(kernel.frame(first).count).toBe(2);
    free();
    expect(kernel.frame(first)).toMatchObject({ owner: 'orphan', count: 1 });
    kernel.munmap(mm, base, SIZE);
    expect(kernel.frame(first)).toMatchObject({ owner: 'free', count: 0 });
    expect(kernel.findings).toEqual([]);
  });

  test('M8: without VM_RESERVED a dirty page moves to swap and the process is detached; VM_IO does not help', () => {
    const { kernel, mm, base, first, vaddr } = nopageScene('ppc-map1', SHARED | VM_IO);
    kernel.cpuWrite(vaddr, Uint8Array.of(7));
    kernel.userAccess(mm, base, true);
    expect(rulesOf(kernel)).toEqual(['R23']);
    expect(kernel.swapOut(mm)).toBe(1);
    const again = kernel.userAccess(mm, base, false);
    expect(again.result).toBe('swapped-in');
    expect(again.frame).not.toBe(first);
    expect(kernel.cpuRead(kernel.frameToVirt(again.frame), 1).bytes[0]).toBe(7);
    expect(kernel.frame(first).count).toBe(1);
  });

  test('M8: with VM_RESERVED the vma is skipped', () => {
    const { kernel, mm, base, first } = nopageScene('ppc-map1', SHARED | VM_RESERVED);
    kernel.userAccess(mm, base, true);
    expect(kernel.swapOut(mm)).toBe(0);
    expect(kernel.userFrame(mm, base)).toBe(first);
  });

  test('M9: an inner page of an unsplit block is freed out of it at munmap', () => {
    const { kernel, mm, base, first } = nopageScene('plain-pages', SHARED | VM_RESERVED);
    kernel.userAccess(mm, base + 4096, true);
    expect(kernel.frame(first + 1).count).toBe(1);
    expect(kernel.findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      'R23 a nopage handler returns an inner page of an unsplit block: munmap frees it out of the live block',
    ]);
    kernel.munmap(mm, base, SIZE);
    expect(kernel.frame(first + 1)).toMatchObject({ owner: 'free', count: 0 });
    expect(kernel.frame(first).owner).toBe('consistent');
    expectSoundMachine(kernel);
  });

  test('R23: a nopage handler that takes no reference is found', () => {
    const { kernel, mm, base } = nopageScene('ppc-map1', SHARED | VM_RESERVED, false);
    kernel.userAccess(mm, base, false);
    expect(rulesOf(kernel)).toEqual(['R23']);
  });

  test('M10: after fork there is one under-count for each process that unmaps', () => {
    const { kernel, mm, address, each, remap, first } = scene('ppc-map1');
    each(kernel.setPageReserved);
    remap();
    const child = kernel.fork(mm);
    expect(kernel.frame(first)).toMatchObject({ count: 1, userMappings: 2 });
    each(kernel.clearPageReserved);
    kernel.munmap(mm, address, SIZE);
    expect(kernel.frame(first)).toMatchObject({ owner: 'free', count: 0 });
    kernel.munmap(child, address, SIZE);
    expect(kernel.frame(first).count).toBe(-1);
  });

  test('M11: virt_to_phys of a remapped address maps I/O that is not there, or a hole', () => {
    const { kernel, vaddr, mm, address, first } = scene('ppc-map1');
    const wrong = kernel.virtToPhys(vaddr);
    expect(kernel.remapPageRange(mm, address, wrong, SIZE)).toBe(0);
    expect(kernel.userFrame(mm, address)).not.toBe(first);
    expect(kernel.userFrame(mm, address)).toBeNull();
    expect(rulesOf(kernel)).toEqual(['R27']);
  });

  test('M12: a reserved page mapped without VM_IO keeps every reference that get_user_pages takes', () => {
    const { kernel, mm, address, each, remap, free, first } = scene('ppc-map1', SHARED);
    each(kernel.setPageReserved);
    remap();
    for (let touch = 0; touch < 3; touch++) {
      const got = kernel.getUserPages(mm, address, 1);
      expect(got).toEqual([first]);
      if (typeof got !== 'number') kernel.releaseUserPages(got);
    }
    expect(kernel.frame(first).count).toBe(4);
    kernel.munmap(mm, address, SIZE);
    each(kernel.clearPageReserved);
    free();
    expect(kernel.frame(first)).toMatchObject({ owner: 'leaked', leak: 'extra-reference', count: 3 });
    expect(rulesOf(kernel)).toEqual(['R24', 'K13']);
  });

  test('M12: with VM_IO get_user_pages and core dumps stay away', () => {
    const { kernel, mm, address, each, remap, first } = scene('ppc-map1', SHARED | VM_IO);
    each(kernel.setPageReserved);
    remap();
    expect(kernel.getUserPages(mm, address, 1)).toBe(-14);
    expect(kernel.coreDump(mm)).toBe(0);
    expect(kernel.frame(first).count).toBe(1);
  });
});

test('R25: a mapping longer than the buffer is found', () => {
  const { kernel, mm, phys } = scene('ppc-sized');
  const address = kernel.mmap(mm, 2 * SIZE, SHARED | VM_IO);
  kernel.remapPageRange(mm, address, phys, 2 * SIZE);
  expect(rulesOf(kernel)).toEqual(['R25', 'R16']);
});

test('R21 and R22: setting the bit where the allocator owns it, and beyond the buffer, is found once for a loop', () => {
  const { kernel, each, first } = scene('ppc-sized');
  each(kernel.setPageReserved);
  kernel.setPageReserved(first + PAGES);
  kernel.setPageReserved(first + PAGES + 1);
  expect(kernel.findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    'R21: the driver set the reserved bit of 4 pages that the ppc-sized allocator keeps reserved itself',
    'R22: the reserved bit is set on 2 pages beyond a buffer of 4 pages, which belong to somebody else',
  ]);
});

test('R21: setting and clearing are two findings, and ppc-sized still frees each page once (semantics 4.3)', () => {
  const { kernel, vaddr, handle, frames, each } = scene('ppc-sized');
  const free = kernel.nrFreePages;
  each(kernel.setPageReserved);
  each(kernel.clearPageReserved);
  kernel.consistentFree(vaddr, SIZE, handle);
  expect(kernel.findings.map(({ message }) => message)).toEqual([
    'the driver set the reserved bit of 4 pages that the ppc-sized allocator keeps reserved itself',
    'the driver cleared the reserved bit of 4 pages that the ppc-sized allocator keeps reserved itself',
  ]);
  expect(kernel.nrFreePages).toBe(free + PAGES);
  expect(frames.map((frame) => kernel.frame(frame).count)).toEqual([0, 0, 0, 0]);
});

test('R17: the struct page of a remapped address lies outside mem_map', () => {
  const { kernel, vaddr } = scene('ppc-map1');
  kernel.setPageReserved(kernel.virtToFrame(vaddr));
  expect(rulesOf(kernel)).toEqual(['R17']);
});

test('fork shares private pages until one side writes', () => {
  const kernel = createKernel({ platform: 'i386', allocator: 'plain-pages' });
  const mm = kernel.createMm();
  const address = kernel.mmap(mm, 4096, VM_READ | VM_WRITE);
  const { frame } = kernel.userAccess(mm, address, true);
  const child = kernel.fork(mm);
  expect(kernel.frame(frame)).toMatchObject({ count: 2, userMappings: 2 });
  const copy = kernel.userAccess(child, address, true);
  expect(copy.frame).not.toBe(frame);
  expect(kernel.userAccess(mm, address, true)).toEqual({ result: 'mapped', frame });
  kernel.exitMm(child);
  kernel.exitMm(mm);
  expect(kernel.accounting().byOwner.user).toBe(0);
  expect(kernel.accounting().byOwner['page-table']).toBe(0);
  expect(kernel.findings).toEqual([]);
});

test('a page that came back from swap and was only read keeps its content when it is swapped out again', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const mm = kernel.createMm();
  const address = kernel.mmap(mm, PAGE_SIZE, VM_READ | VM_WRITE);
  const { frame } = kernel.userAccess(mm, address, true);
  kernel.cpuWrite(kernel.frameToVirt(frame), new Uint8Array([7]));
  for (let pass = 0; pass < 2; pass++) {
    kernel.swapOut(mm);
    const back = kernel.userAccess(mm, address, false);
    expect(back.result).toBe('swapped-in');
    expect([...kernel.cpuRead(kernel.frameToVirt(back.frame), 1).bytes]).toEqual([7]);
  }
});

test('munmap refuses what do_munmap refuses, and takes nothing out', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const mm = kernel.createMm();
  const address = kernel.mmap(mm, 3 * PAGE_SIZE, VM_READ | VM_WRITE);
  for (const [start, length] of [
    [address + 4, PAGE_SIZE],
    [address, 0],
    [address, 0xffffffff],
    [0xfffff000, PAGE_SIZE],
  ] as const) {
    expect(kernel.munmap(mm, start, length)).toBe(-22);
  }
  expect(kernel.vmas(mm)).toHaveLength(1);
  expect(kernel.munmap(mm, address, 1)).toBe(0);
  expect(kernel.vmas(mm)[0]?.start).toBe(address + PAGE_SIZE);
});

test('remap_page_range stops the machine for a range that is empty or passes the end of the address space', () => {
  for (const [from, size] of [
    [0x40000000, 0],
    [0xfffff000, 2 * PAGE_SIZE],
    [0xfffff000, PAGE_SIZE],
  ] as const) {
    const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
    kernel.remapPageRange(kernel.createMm(), from, 0x80000000, size);
    expect(kernel.findings.map(({ rule }) => rule)).toEqual(['K14']);
    expect(kernel.oops).not.toBeNull();
  }
});

test('get_user_pages gives the pages it got before a fault failed, and none when it meets what is no RAM', () => {
  const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-map1' });
  const mm = kernel.createMm();
  const address = kernel.mmap(mm, 2 * PAGE_SIZE, VM_READ | VM_WRITE, (at) => (at === address ? 300 : -1));
  kernel.setPageReserved(300);
  expect(kernel.getUserPages(mm, address, 2)).toEqual([300]);
  expect(kernel.getUserPages(mm, address + PAGE_SIZE, 1)).toBe(-14);
  const device = kernel.mmap(mm, PAGE_SIZE, VM_READ | VM_WRITE);
  kernel.remapPageRange(mm, device, 0x80000000, PAGE_SIZE);
  expect(kernel.getUserPages(mm, device, 1)).toBe(-14);
  const fresh = kernel.mmap(mm, PAGE_SIZE, VM_READ | VM_WRITE);
  kernel.userAccess(mm, fresh, true);
  kernel.swapOut(mm);
  kernel.planFaults([{ name: 'no page', when: ({ kind }) => kind === 'user-page' }]);
  expect(kernel.getUserPages(mm, fresh, 1)).toBe(-12);
});
