import { GFP_KERNEL, type Kernel } from '@freehandle/model';

/** One call into a machine, or a change of what is around it. Plain data: a list of them can be done again. */
export type Operation =
  | { readonly what: 'alloc'; readonly size: number }
  | { readonly what: 'free'; readonly vaddr: number; readonly size: number; readonly handle: number }
  | { readonly what: 'pages'; readonly order: number }
  | { readonly what: 'free pages'; readonly address: number; readonly order: number }
  | { readonly what: 'reserved'; readonly frame: number; readonly on: boolean }
  | { readonly what: 'interrupt'; readonly on: boolean }
  | { readonly what: 'ioremap'; readonly phys: number; readonly size: number };

/** Does an operation; what came back, as text: both machines have to say the same. */
export function perform(kernel: Kernel, operation: Operation): string {
  switch (operation.what) {
    case 'alloc': {
      const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, operation.size);
      return `${hex(vaddr)}, handle ${handle === undefined ? 'not stored' : hex(handle)}`;
    }
    case 'free':
      kernel.consistentFree(operation.vaddr, operation.size, operation.handle);
      return '';
    case 'pages':
      return hex(kernel.getFreePages(GFP_KERNEL, operation.order));
    case 'free pages':
      kernel.freePages(operation.address, operation.order);
      return '';
    case 'reserved':
      if (operation.on) kernel.setPageReserved(operation.frame);
      else kernel.clearPageReserved(operation.frame);
      return '';
    case 'interrupt':
      if (operation.on) kernel.enterHardirq();
      else kernel.exitHardirq();
      return '';
    case 'ioremap':
      return hex(kernel.ioremap(operation.phys, operation.size));
  }
}

/** An operation in words: `free(0xc1000000)`. */
export function operationText(operation: Operation): string {
  switch (operation.what) {
    case 'alloc':
      return `alloc(${operation.size})`;
    case 'free':
      return `free(${hex(operation.vaddr)}, ${operation.size}, ${hex(operation.handle)})`;
    case 'pages':
      return `pages(order ${operation.order})`;
    case 'free pages':
      return `free pages(${hex(operation.address)}, order ${operation.order})`;
    case 'reserved':
      return `${operation.on ? 'set' : 'clear'} reserved(frame ${operation.frame})`;
    case 'interrupt':
      return operation.on ? 'enter interrupt' : 'leave interrupt';
    case 'ioremap':
      return `ioremap(${hex(operation.phys)}, ${operation.size})`;
  }
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
