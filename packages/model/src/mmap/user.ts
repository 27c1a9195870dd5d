import type { Machine } from '../machine/machine.ts';
import { pageAlign, PAGE_SIZE } from '../machine/page.ts';
import { PTE_PRESENT } from '../machine/page-tables.ts';
import { putPages } from '../machine/put-pages.ts';
import { ModelError, must, u32 } from '../model-error.ts';
import { AddressSpaces, TASK_SIZE } from './address-spaces.ts';
import { copyMm } from './fork.ts';
import { getUserPages, releaseUserPages } from './get-user-pages.ts';
import { userAccess } from './page-fault.ts';
import { remapPageRange } from './remap-page-range.ts';
import { swapOut } from './swap-out.ts';
import { unmap } from './unmap.ts';
import { VM_IO, VM_RESERVED, type UserAccess, type UserCalls } from './user-calls.ts';

const NO_ACCESS: UserAccess = { result: 'sigsegv', frame: -1 };
const EFAULT = -14;
const EINVAL = -22;

/** Processes and their mappings of a driver's memory. */
export function userCalls(machine: Machine): UserCalls {
  const spaces = new AddressSpaces(machine);
  const { tables, frames } = machine;

  function call<Result>(name: string, args: readonly number[], dead: Result, body: () => Result): Result {
    if (!machine.enter(name, args)) return dead;
    const result = body();
    machine.leave(typeof result === 'number' ? result : 0);
    return result;
  }

  function frameAt(directory: number, address: number): number | null {
    const entry = tables.get(directory, address);
    if ((entry & PTE_PRESENT) === 0) return -1;
    const frame = machine.physToFrame((entry & -PAGE_SIZE) >>> 0);
    return frame < 0 ? null : frame;
  }

  function exitMm(mm: number): void {
    const directory = spaces.directory(mm, 'exitMm');
    unmap(machine, spaces, mm, 0, 2 ** 32);
    for (const frame of tables.frames(directory)) putPages(machine, frame, 0, 'exit_mmap');
    tables.releaseDirectory(directory);
    spaces.release(mm);
  }

  return {
    createMm: () => call('mm_alloc', [], 0, () => spaces.create()),
    mmap(mm, length, flags, nopage) {
      spaces.directory(mm, 'mmap');
      const size = pageAlign(u32(length, 'mmap', 'length'));
      u32(flags, 'mmap', 'flags');
      must(nopage === undefined || typeof nopage === 'function', nopage, 'mmap', 'nopage', 'a function');
      return call('mmap', [mm, length, flags], 0, () => {
        const start = size === 0 ? 0 : spaces.findSpace(mm, size);
        if (start === 0) return 0;
        const number = spaces.nopageNumber(nopage);
        spaces.insert(mm, { start, end: start + size, flags, nopage: number, since: machine.trace.seq });
        return start;
      });
    },
    setVmaFlags(mm, address, flags) {
      spaces.directory(mm, 'setVmaFlags');
      const vma = spaces.find(mm, u32(address, 'setVmaFlags', 'address'));
      if (vma === 0) throw new ModelError(`setVmaFlags: no vma holds 0x${address.toString(16)}.`);
      spaces.setFlags(vma, u32(flags, 'setVmaFlags', 'flags'));
    },
    remapPageRange(mm, from, phys, size) {
      const directory = spaces.directory(mm, 'remapPageRange');
      for (const [name, value] of Object.entries({ from, phys, size })) u32(value, 'remapPageRange', name);
      return call('remap_page_range', [mm, from, phys, size], -12, () =>
        remapPageRange(machine, directory, from, phys, size),
      );
    },
    userAccess(mm, address, write) {
      const directory = spaces.directory(mm, 'userAccess');
      u32(address, 'userAccess', 'address');
      return call('page fault', [mm, address, write ? 1 : 0], NO_ACCESS, () =>
        userAccess(machine, spaces, mm, { directory, address, write }),
      );
    },
    munmap(mm, address, length) {
      spaces.directory(mm, 'munmap');
      u32(address, 'munmap', 'address');
      const size = pageAlign(u32(length, 'munmap', 'length'));
      return call('munmap', [mm, address, length], EINVAL, () => {
        if (address % PAGE_SIZE !== 0 || address + length > TASK_SIZE || size === 0) return EINVAL;
        unmap(machine, spaces, mm, address, address + size);
        return 0;
      });
    },
    fork(mm) {
      spaces.directory(mm, 'fork');
      return call('fork', [mm], 0, () => {
        const child = spaces.create();
        if (copyMm(machine, spaces, mm, child)) return child;
        exitMm(child);
        return 0;
      });
    },
    exitMm(mm) {
      spaces.directory(mm, 'exitMm');
      call('exit_mmap', [mm], undefined, () => {
        exitMm(mm);
      });
    },
    getUserPages(mm, address, pages) {
      spaces.directory(mm, 'getUserPages');
      u32(address, 'getUserPages', 'address');
      u32(pages, 'getUserPages', 'pages');
      return call<readonly number[] | -14 | -12>('get_user_pages', [mm, address, pages], EFAULT, () =>
        getUserPages(machine, spaces, mm, address, pages),
      );
    },
    releaseUserPages(pages) {
      must(Array.isArray(pages), pages, 'releaseUserPages', 'frames', 'a list');
      for (const frame of pages) {
        if (frames.isValid(frame) && frames.pins(frame) > 0) continue;
        throw new ModelError(`releaseUserPages: frame ${String(frame)} is not held by getUserPages.`);
      }
      call('page_cache_release', pages, undefined, () => {
        releaseUserPages(machine, pages);
      });
    },
    swapOut(mm) {
      spaces.directory(mm, 'swapOut');
      return call('swap_out', [mm], 0, () => swapOut(machine, spaces, mm));
    },
    coreDump(mm) {
      spaces.directory(mm, 'coreDump');
      return call('core dump', [mm], 0, () => {
        let dumped = 0;
        for (const vma of [...spaces.vmas(mm)]) {
          if ((spaces.flags(vma) & VM_IO) !== 0) continue;
          for (const va of AddressSpaces.pages(spaces.start(vma), spaces.end(vma))) {
            const got = getUserPages(machine, spaces, mm, va, 1);
            if (typeof got === 'number') continue;
            releaseUserPages(machine, got);
            dumped++;
          }
        }
        return dumped;
      });
    },
    vmas(mm) {
      spaces.directory(mm, 'vmas');
      return [...spaces.vmas(mm)].map((vma) => {
        const flags = spaces.flags(vma);
        const range = { start: spaces.start(vma), end: spaces.end(vma) };
        return { ...range, flags, io: (flags & VM_IO) !== 0, reserved: (flags & VM_RESERVED) !== 0 };
      });
    },
    userFrame: (mm, address) => frameAt(spaces.directory(mm, 'userFrame'), u32(address, 'userFrame', 'address')),
  };
}
