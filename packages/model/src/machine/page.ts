/** Bytes of a page on every platform of the model. */
export const PAGE_SIZE = 4096;
export const PAGE_SHIFT = 12;

/** PAGE_ALIGN on 32 bits: sizes above 4 GiB - 4 KiB wrap to 0, as in C. */
export function pageAlign(size: number): number {
  return (((size + PAGE_SIZE - 1) >>> 0) & ~(PAGE_SIZE - 1)) >>> 0;
}

/** get_order(size in bytes), rounded up; get_order(0) is 20. [2.4.27 include/asm-ppc/page.h; semantics Notation] */
export function getOrder(size: number): number {
  const pages = ((size - 1) >>> 0) >>> PAGE_SHIFT;
  return pages === 0 ? 0 : 32 - Math.clz32(pages);
}
