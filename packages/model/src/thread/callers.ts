/** How a call goes wrong when only the two arguments are added to it. */
export type NaiveMistake =
  /** The expression at hand says another page count than the allocation's. */
  | 'size-differs'
  /** The handle is read from an object that was freed just before. */
  | 'handle-after-kfree'
  /** The path is reached with NULL and a handle that was never set. */
  | 'free-of-null';

/** A caller of the one-argument consistent_free in the PowerPC trees of the time (semantics 11.1). */
export interface Caller {
  readonly id: string;
  readonly file: string;
  readonly function: string;
  /** What the free's new arguments are, in the caller's own terms. */
  readonly size: string;
  readonly handle: string;
  /** Bytes of the allocation: a figure in the range of the driver's own. */
  readonly bytes: number;
  readonly naive: NaiveMistake | null;
}

/** All that were found. P5 and P6 are the two frees of one function, as are P3 and P4. */
export const callers: readonly Caller[] = [
  {
    id: 'P1',
    file: 'arch/ppc/kernel/pci-dma.c',
    function: 'pci_free_consistent',
    size: 'size',
    handle: 'dma_handle',
    bytes: 8192,
    naive: null,
  },
  {
    id: 'P2',
    file: 'arch/ppc/kernel/ppc4xx_sgdma.c',
    function: 'ppc4xx_free_dma_handle',
    size: 'DMA_PPC4xx_SIZE',
    handle: 'psgl->dma_addr',
    bytes: 4096,
    naive: null,
  },
  {
    id: 'P3',
    file: 'drivers/net/ibm_emac/ibm_ocp_mal.c',
    function: 'mal_remove',
    size: 'MAL_DT_ALIGN * mal->num_tx_channels',
    handle: 'mal->tx_phys_addr',
    bytes: 8192,
    naive: null,
  },
  {
    id: 'P4',
    file: 'drivers/net/ibm_emac/ibm_ocp_mal.c',
    function: 'mal_remove',
    size: 'MAL_DT_ALIGN * mal->num_rx_channels',
    handle: 'mal->rx_phys_addr',
    bytes: 4096,
    naive: null,
  },
  {
    id: 'P5',
    file: 'older ibm_ocp_mal.c (2.5)',
    function: 'exit_mal',
    size: 'MAL_DT_ALIGN * mal->num_tx_channels',
    handle: 'mal->tx_phys_addr',
    bytes: 8192,
    naive: null,
  },
  {
    id: 'P6',
    file: 'older ibm_ocp_mal.c (2.5)',
    function: 'exit_mal',
    size: 'MAL_DT_ALIGN * mal->num_rx_channels',
    handle: 'mal->rx_phys_addr',
    bytes: 4096,
    naive: null,
  },
  {
    id: 'P7',
    file: 'drivers/sound/ibmcsiti.c',
    function: 'initialisation, error label',
    size: 'PAGE_SIZE',
    handle: 'codec_lines',
    bytes: 4096,
    naive: 'free-of-null',
  },
  {
    id: 'P8',
    file: 'drivers/sound/ibmcsiti.c',
    function: 'cleanup',
    size: 'PAGE_SIZE',
    handle: 's->dma_write_line',
    bytes: 4096,
    naive: 'handle-after-kfree',
  },
  {
    id: 'P9',
    file: 'drivers/video/ibmlcdfb.c',
    function: 'ibmlcdfb_free_video_memory',
    size: '1 << (get_order(par->num_fb_pages * PAGE_SIZE) + PAGE_SHIFT)',
    handle: 'par->LCDC_dfb_base',
    bytes: 256 * 4096,
    naive: 'size-differs',
  },
  {
    id: 'P10',
    file: 'drivers/video/xilinxfb.c',
    function: 'remove_head_info',
    size: 'FB_SIZE',
    handle: 'i->fb_phys',
    bytes: 1966080,
    naive: null,
  },
  {
    id: 'P11',
    file: 'arch/ppc/kernel/ppc405_dma.c',
    function: 'free_dma_handle',
    size: 'SGL_LIST_SIZE',
    handle: 'psgl->dma_addr',
    bytes: 4096,
    naive: null,
  },
  {
    id: 'P12',
    file: 'include/asm-ppc/dma-mapping.h (early 2.6)',
    function: 'dma_free_coherent',
    size: 'size',
    handle: 'dma_handle',
    bytes: 8192,
    naive: null,
  },
];
