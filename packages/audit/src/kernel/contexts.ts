/** What an operation is called that need not run in an interrupt, but may. */
export const mayInterrupt = 'an operation that interrupt handlers may call';

/**
 * What operations that the kernel calls where nothing may sleep run in, by structure and member; the structure is not told
 * where a member is assigned to, and is then of no matter.
 * [6.1 Documentation/networking/netdevices.rst, Documentation/driver-api/dmaengine/provider.rst,
 * Documentation/scsi/scsi_mid_low_api.rst, drivers/usb/gadget/udc/core.c, drivers/usb/core/hcd.c]
 */
const operations: readonly (readonly [record: string, member: RegExp, context: string])[] = [
  ['struct net_device_ops', /^ndo_start_xmit$/, 'a function that sends packets'],
  ['struct net_device_ops', /^ndo_(?:tx_timeout|set_rx_mode)$/, 'an operation with the device locked'],
  ['struct net_device', /^hard_start_xmit$/, 'a function that sends packets'],
  ['struct dma_device', /^device_(?:prep_\w+|issue_pending|tx_status)$/, mayInterrupt],
  ['struct scsi_host_template', /^queuecommand$/, 'a function that queues commands'],
  ['struct usb_ep_ops', /^(?:queue|dequeue)$/, mayInterrupt],
  ['struct hc_driver', /^urb_(?:enqueue|dequeue)$/, mayInterrupt],
];

/** What the operation runs in; null where it may sleep, or that is not known. `record` is '' where it is assigned. */
export function contextOfOperation(record: string, member: string): string | null {
  // By these names other structures have other operations.
  const isPlain = /^(?:queue|dequeue)$/.test(member);
  const found = operations.find(([own, name]) => (own === record || (record === '' && !isPlain)) && name.test(member));
  return found?.[2] ?? null;
}

/** What the handler of an interrupt line is called: it runs with interrupts off. */
export const interruptHandler = 'an interrupt handler';

/** Functions that take a handler: its position, and what it runs in. [6.1 include/linux/interrupt.h, timer.h, netdevice.h, usb.h] */
export const handlers: ReadonlyMap<string, readonly [position: number, context: string]> = new Map([
  ['request_irq', [1, interruptHandler] as const],
  ['request_threaded_irq', [1, interruptHandler] as const],
  ['devm_request_irq', [2, interruptHandler] as const],
  ['devm_request_threaded_irq', [2, interruptHandler] as const],
  ['pci_request_irq', [2, interruptHandler] as const],
  ['tasklet_init', [1, 'a tasklet'] as const],
  ['tasklet_setup', [1, 'a tasklet'] as const],
  ['timer_setup', [1, 'a timer'] as const],
  ['setup_timer', [1, 'a timer'] as const],
  ['netif_napi_add', [2, 'a poll function'] as const],
  ['netif_napi_add_weight', [2, 'a poll function'] as const],
  ['usb_fill_bulk_urb', [5, 'a completion handler'] as const],
  ['usb_fill_int_urb', [5, 'a completion handler'] as const],
  ['usb_fill_control_urb', [6, 'a completion handler'] as const],
]);
