/** A machine the model knows. */
export type PlatformName = 'ibm405lp' | 'virtex2pro' | 'ppc8xx' | 'ppc6xx' | 'sa1100' | 'sa1111' | 'pxa25x' | 'i386';

/** A zone of page frames by physical offset from the RAM base, `[from, to)` bytes; `to` null means up to the end of RAM. */
export interface ZoneSpec {
  readonly name: 'DMA' | 'NORMAL' | 'HIGHMEM';
  readonly from: number;
  readonly to: number | null;
}

/** What a platform is, as figures (semantics 8). All addresses and sizes in bytes. */
export interface Platform {
  readonly name: PlatformName;
  readonly title: string;
  readonly arch: 'ppc' | 'arm' | 'i386';
  /** False: DMA does not snoop the data cache (CONFIG_NOT_COHERENT_CACHE). */
  readonly coherent: boolean;
  readonly pageSize: 4096;
  readonly cacheLine: number;
  /** Virtual address of the first byte of RAM in the 1:1 mapping. */
  readonly kernelBase: number;
  /** Physical address of the first byte of RAM. */
  readonly ramBase: number;
  /** virt_to_bus(v) = v - kernelBase + busBase. */
  readonly busBase: number;
  readonly defaultRamBytes: number;
  /** RAM above this is highmem: frames without a 1:1 mapping. */
  readonly lowmemMax: number;
  readonly zones: readonly ZoneSpec[];
  /** alloc_pages fails for orders of MAX_ORDER and more. */
  readonly maxOrder: number;
  /** Bytes of kernel VA one page table covers. */
  readonly pteTableReach: number;
  /** The first hole after lowmem and the alignment of the vmalloc window's start: (high_memory + gap) & ~(align - 1). */
  readonly vmallocGap: number;
  readonly vmallocAlign: number;
  readonly vmallocEnd: number;
  /** The private window of the region allocators. */
  readonly consistentWindow: { readonly start: number; readonly end: number };
  /** ioremap of RAM: ARM of 2.4 allows it, PPC and i386 refuse. */
  readonly ioremapRefusesRam: boolean;
  /** Frames the kernel image and boot data hold from the start of RAM (the model's choice, PG_reserved). */
  readonly bootFrames: number;
}
