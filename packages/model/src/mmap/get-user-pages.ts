import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/page.ts';
import { putPages } from '../machine/put-pages.ts';
import type { AddressSpaces } from './address-spaces.ts';
import { userAccess } from './page-fault.ts';
import { reportMissingIo } from './unmap.ts';
import { VM_IO } from './user-calls.ts';

const ENOMEM = -12;
const EFAULT = -14;

/**
 * get_user_pages with pages != NULL: faults pages in and counts them. What it got before a VM_IO vma, a hole or a fault
 * that failed; -EFAULT when that is nothing (-ENOMEM for want of a page), and for what is no RAM. [2.4.27 mm/memory.c; semantics 6.2]
 */
export function getUserPages(
  machine: Machine,
  spaces: AddressSpaces,
  mm: number,
  address: number,
  pages: number,
): readonly number[] | typeof EFAULT | typeof ENOMEM {
  const directory = spaces.directory(mm, 'getUserPages');
  const got: number[] = [];
  for (let page = 0; page < pages; page++) {
    const va = address + page * PAGE_SIZE;
    const vma = spaces.find(mm, va);
    if (vma === 0 || (spaces.flags(vma) & VM_IO) !== 0) return got.length > 0 ? got : EFAULT;
    const { result, frame } = userAccess(machine, spaces, mm, { directory, address: va, write: false });
    if (frame < 0) {
      if (result !== 'mapped') return got.length > 0 ? got : result === 'oom' ? ENOMEM : EFAULT;
      releaseUserPages(machine, got);
      return EFAULT;
    }
    reportMissingIo(machine, spaces, directory, vma);
    machine.frames.addCount(frame, 1);
    machine.frames.addPin(frame, 1);
    got.push(frame);
  }
  return got;
}

/** page_cache_release on each: __free_page, which skips reserved pages and so leaves their count raised. [semantics 6.4 M12] */
export function releaseUserPages(machine: Machine, frames: readonly number[]): void {
  for (const frame of frames) {
    machine.frames.addPin(frame, -1);
    putPages(machine, frame, 0, 'page_cache_release');
  }
}
