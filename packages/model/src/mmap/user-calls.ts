/** vma flags: the process may read. [2.4.27 include/linux/mm.h] */
export const VM_READ = 0x1;
/** The process may write. */
export const VM_WRITE = 0x2;
/** Writes are seen by all who map it. */
export const VM_SHARED = 0x8;
/** mlock: not swapped out. */
export const VM_LOCKED = 0x2000;
/** Device memory: get_user_pages and core dumps keep away; remap_page_range and swap-out do not look at it. */
export const VM_IO = 0x4000;
/** swap-out skips the whole vma. */
export const VM_RESERVED = 0x80000;

/** A driver's vm_ops->nopage: returns the frame to map (the driver has called getPage on it), or -1 for SIGBUS. */
export type Nopage = (address: number) => number;

/** What a user access met. `zero-page` and `anonymous` are the silent hole of semantics 6.1; `oom` is a failed allocation. */
export interface UserAccess {
  readonly result: 'mapped' | 'zero-page' | 'anonymous' | 'nopage' | 'swapped-in' | 'sigsegv' | 'sigbus' | 'oom';
  /** The frame accessed; -1 when none, or when the access reached something that is not RAM. */
  readonly frame: number;
}

/** A user vma. Addresses in bytes, `[start, end)`. */
export interface VmaView {
  readonly start: number;
  readonly end: number;
  readonly flags: number;
  readonly io: boolean;
  readonly reserved: boolean;
}

/** User address spaces (semantics 6). An `mm` is a small number; `page_table_lock` and mmap_sem are taken inside. */
export interface UserCalls {
  /** A new, empty address space. */
  createMm(): number;
  /** mmap: a vma of `length` bytes (page aligned up) with VM_* flags; first fit from 0x40000000. Returns its address, 0 when there is no room. */
  mmap(mm: number, length: number, flags: number, nopage?: Nopage): number;
  /** Sets or clears flags on the vma that holds `address` (vma->vm_flags |= VM_IO in a driver's mmap). */
  setVmaFlags(mm: number, address: number, flags: number): void;
  /** remap_page_range(from, phys, size): 0 or -ENOMEM; maps nothing for unreserved RAM and says so to nobody (semantics 6.1). */
  remapPageRange(mm: number, from: number, phys: number, size: number): number;
  /** An access by the process, with the page fault it causes. */
  userAccess(mm: number, address: number, write: boolean): UserAccess;
  /** munmap of `[address, address + length)`: zap_page_range and the vma. 0, or -EINVAL (-22) for an address within a page, no length, or what passes user space. */
  munmap(mm: number, address: number, length: number): number;
  /** fork: a copy of the address space with 2.4's page counts. 0 on failure. */
  fork(mm: number): number;
  /** exit_mmap: unmaps all and frees the page tables. */
  exitMm(mm: number): void;
  /** get_user_pages with pages != NULL: the frames, which may be fewer than asked for, or -EFAULT (-14) or -ENOMEM (-12); counts are taken. */
  getUserPages(mm: number, address: number, pages: number): readonly number[] | -14 | -12;
  /** page_cache_release on each frame: skipped while the page is reserved (semantics 6.4 M12). */
  releaseUserPages(frames: readonly number[]): void;
  /** One pass of swap_out over the address space: the number of pages moved to swap (semantics 6.2). */
  swapOut(mm: number): number;
  /** A core dump (elf_core_dump): VM_IO areas are skipped; returns pages read. */
  coreDump(mm: number): number;
  vmas(mm: number): readonly VmaView[];
  /** The frame a user address is mapped to now, without faulting; -1 none; null for a page that is not RAM. */
  userFrame(mm: number, address: number): number | null;
}
