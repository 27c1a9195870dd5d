/** One check of the kernel's dma-debug, and what of this catalogue answers to it. */
export interface DmaDebugCheck {
  /** Its place in the order of 6.1 kernel/dma/debug.c. */
  readonly check: number;
  /** The function that makes it. */
  readonly function: string;
  readonly checks: string;
  /** Rules that make the same check, or why it cannot concern consistent memory. */
  readonly answer: { readonly rules: readonly [string, ...string[]] } | { readonly notApplicable: string };
}

const streaming = 'streaming mappings only; a consistent buffer is never mapped for streaming (R27)';

/** dma-debug's checks, each with the rules that cover it. [6.1 kernel/dma/debug.c] */
export const dmaDebugChecks: readonly DmaDebugCheck[] = [
  { check: 1, function: 'add_dma_entry', checks: 'a cache line mapped twice', answer: { rules: ['R27'] } },
  {
    check: 2,
    function: 'dma_debug_device_change',
    checks: 'device released with live allocations',
    answer: { rules: ['R7'] },
  },
  {
    check: 3,
    function: 'check_unmap',
    checks: 'free of an error value as DMA address',
    answer: { rules: ['R10', 'R13'] },
  },
  {
    check: 4,
    function: 'check_unmap',
    checks: 'free of memory never allocated, or of another device',
    answer: { rules: ['R7', 'R14', 'D3'] },
  },
  { check: 5, function: 'check_unmap', checks: 'different size', answer: { rules: ['R9', 'D1'] } },
  { check: 6, function: 'check_unmap', checks: 'wrong function', answer: { rules: ['R14', 'D2'] } },
  { check: 7, function: 'check_unmap', checks: 'different CPU address', answer: { rules: ['R8'] } },
  { check: 8, function: 'check_unmap', checks: 'scatter list of another length', answer: { notApplicable: streaming } },
  { check: 9, function: 'check_unmap', checks: 'different direction', answer: { notApplicable: streaming } },
  { check: 10, function: 'check_unmap', checks: 'mapping error never checked', answer: { rules: ['R5'] } },
  { check: 11, function: 'check_for_stack', checks: 'directly mapped stack', answer: { notApplicable: streaming } },
  { check: 12, function: 'check_for_stack', checks: 'vmalloc stack', answer: { notApplicable: streaming } },
  {
    check: 13,
    function: 'check_for_illegal_area',
    checks: 'kernel text or rodata',
    answer: { notApplicable: streaming },
  },
  { check: 14, function: 'check_sync', checks: 'sync of memory never mapped', answer: { rules: ['R27'] } },
  { check: 15, function: 'check_sync', checks: 'sync outside the mapping', answer: { notApplicable: streaming } },
  { check: 16, function: 'check_sync', checks: 'sync with another direction', answer: { notApplicable: streaming } },
  {
    check: 17,
    function: 'check_sync',
    checks: 'device-read memory synced for the CPU',
    answer: { notApplicable: streaming },
  },
  {
    check: 18,
    function: 'check_sync',
    checks: 'device-write memory synced for the device',
    answer: { notApplicable: streaming },
  },
  { check: 19, function: 'check_sync', checks: 'scatter list of another length', answer: { notApplicable: streaming } },
  {
    check: 20,
    function: 'check_sg_segment',
    checks: 'segment longer than the device takes',
    answer: { notApplicable: streaming },
  },
  {
    check: 21,
    function: 'check_sg_segment',
    checks: 'segment across the boundary mask',
    answer: { notApplicable: streaming },
  },
  { check: 22, function: 'debug_dma_map_single', checks: 'address that is not lowmem', answer: { rules: ['R27'] } },
  { check: 23, function: 'debug_dma_map_single', checks: 'vmalloc address', answer: { rules: ['R27'] } },
];
