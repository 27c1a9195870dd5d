/** What a read saw: the bytes, and whether they differ from what the other side last wrote (a stale read). */
export interface ReadResult {
  readonly bytes: Uint8Array;
  readonly stale: boolean;
}

/**
 * Memory contents through a write-back data cache by line, physically tagged, that never evicts unless told (so runs are
 * deterministic); DMA bypasses it unless the platform is coherent. Lengths in bytes, at most one page per call.
 */
export interface CacheCalls {
  /** CPU load through any kernel address; a fault (unmapped) is a finding and reads nothing. */
  cpuRead(vaddr: number, length: number): ReadResult;
  cpuWrite(vaddr: number, bytes: Uint8Array): void;
  /** A device's DMA by bus address. Into a frame its owner has given back it is a finding (R26). */
  deviceRead(bus: number, length: number): ReadResult;
  deviceWrite(bus: number, bytes: Uint8Array): void;
  /** invalidate_dcache_range(start, stop): lines are discarded, dirty ones too; cached (1:1) addresses. */
  invalidateDcacheRange(start: number, stop: number): void;
  /** flush_dcache_range: dirty lines are written back and discarded. */
  flushDcacheRange(start: number, stop: number): void;
  /** clean_dcache_range: dirty lines are written back and kept. */
  cleanDcacheRange(start: number, stop: number): void;
  /** What hardware may do at any time: writes back and drops every line. */
  evictDcache(): void;
  /** Dirty lines of the frame, by line number within the page. */
  dirtyLines(frame: number): readonly number[];
}
