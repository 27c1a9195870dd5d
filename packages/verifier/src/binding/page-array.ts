import type { DriverCode, Host } from './host.ts';

/** Where mem_map lies for a driver compiled with a kernel tree's headers: nothing else has this address. */
const MEM_MAP = 0xb000_0000;

/** Frame numbers that an address of 32 bits can give: an index made from one that is none of mem_map's lies below. */
const INDICES = 1 << 20;

/**
 * The array of struct page, which headers of a kernel tree read and write themselves: PG_reserved goes over to the
 * model before its next call [2.4.27 include/linux/mm.h].
 */
export interface PageArray {
  /** At the beginning of a run. */
  reset(): void;
  /** Tells the model which reserved bits the driver has changed since. */
  synchronise(): void;
}

/** The array of a driver whose headers declare struct page, null for others. `pointer` is the address of the variable mem_map. */
export function pageArray(host: Host, code: DriverCode, pointer: number | null): PageArray | null {
  const pageBytes = code.call('fh_page_bytes') ?? 0;
  if (pointer === null || pageBytes === 0) return null;
  const flagsAt = code.call('fh_page_flags')!;
  const reserved = 1 << code.call('fh_page_reserved')!;
  host.memory.setU32(pointer, MEM_MAP);
  return {
    reset: () => host.space.watch(MEM_MAP, host.kernel.frameCount * pageBytes, INDICES * pageBytes),
    synchronise() {
      for (const address of host.space.takeNoted()) {
        const frame = Math.floor((address - MEM_MAP) / pageBytes);
        if (frame >= host.kernel.frameCount) {
          host.kernel.setPageReserved(frame);
          continue;
        }
        const isReserved = (host.memory.u32(MEM_MAP + frame * pageBytes + flagsAt) & reserved) !== 0;
        if (isReserved === host.kernel.frame(frame).reserved) continue;
        if (isReserved) host.kernel.setPageReserved(frame);
        else host.kernel.clearPageReserved(frame);
      }
    },
  };
}
