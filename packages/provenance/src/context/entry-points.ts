/** The context that the kernel calls a function in: process context may sleep, with nothing held that forbids it. */
export type EntryContext = 'process' | 'atomic';

/**
 * What a member of a record that drivers fill in is called in; null where the kernel does not promise it.
 * [6.1 Documentation/networking/netdevices.rst, driver-api/driver-model/driver.rst, sound/kernel-api/writing-an-alsa-driver.rst,
 * scsi/scsi_mid_low_api.rst, PCI/pci-error-recovery.rst, include/net/mac80211.h, filesystems/locking.rst; 2.6.39 Documentation/networking/netdevices.txt]
 */
export function memberContext(record: string, member: string): EntryContext | null {
  const bare = record.replace(/^(?:struct|union) /, '');
  const kind = /_driver$/.test(bare) ? '*_driver' : bare;
  if (members.process[kind]?.has(member) || (bare === 'ethtool_ops' && member !== 'get_link')) return 'process';
  return members.atomic[kind]?.has(member) ? 'atomic' : null;
}

/** What the function at this position of a call is called in later; null where it is not known to be called. */
export function callbackContext(callee: string, position: number): EntryContext | null {
  if (initCalls.test(callee) && position === 0) return 'process';
  const own = callbacks[callee];
  return own?.[position] ?? null;
}

/** Functions that the kernel finds by their names, whoever else may see them. [2.4 kernel/module.c] */
export const calledByName: ReadonlySet<string> = new Set(['init_module', 'cleanup_module']);

/** Whether the first parameter of what this member holds is a device of the bus, never NULL. [drivers/pci/pci-driver.c] */
export function givesDevice(record: string, member: string): boolean {
  return /^(?:struct )?\w+_driver$/.test(record) && busMembers.has(member);
}

const busMembers = new Set(['probe', 'remove', 'shutdown', 'suspend', 'suspend_late', 'resume_early', 'resume']);

const file = ['open', 'release', 'read', 'write', 'ioctl', 'unlocked_ioctl', 'compat_ioctl', 'mmap', 'flush'];

const members: Readonly<Record<EntryContext, Readonly<Record<string, ReadonlySet<string>>>>> = {
  process: {
    '*_driver': new Set(['probe', 'remove', 'shutdown', 'disconnect']),
    net_device: new Set(['open', 'stop', 'change_mtu', 'do_ioctl', 'init', 'uninit']),
    net_device_ops: new Set(['ndo_open', 'ndo_stop', 'ndo_change_mtu', 'ndo_do_ioctl', 'ndo_init', 'ndo_uninit']),
    file_operations: new Set(file),
    block_device_operations: new Set(['open', 'release', 'ioctl']),
    scsi_host_template: new Set(['slave_alloc', 'slave_configure']),
    snd_pcm_ops: new Set(['open', 'close', 'hw_params', 'hw_free', 'prepare']),
    pci_error_handlers: new Set(['error_detected', 'mmio_enabled', 'slot_reset', 'resume']),
    ieee80211_ops: new Set(['start', 'stop', 'add_interface', 'remove_interface', 'config']),
    ata_port_operations: new Set(['port_start', 'port_stop']),
  },
  atomic: {
    net_device: new Set(['hard_start_xmit', 'poll', 'set_multicast_list', 'tx_timeout']),
    net_device_ops: new Set(['ndo_start_xmit', 'ndo_set_rx_mode', 'ndo_set_multicast_list', 'ndo_tx_timeout']),
    scsi_host_template: new Set(['queuecommand']),
    snd_pcm_ops: new Set(['trigger', 'pointer']),
    timer_list: new Set(['function']),
    hrtimer: new Set(['function']),
    tasklet_struct: new Set(['func', 'callback']),
  },
};

/** Macros that make a function one of those that run at boot, or when the module comes and goes. [6.1 include/linux/init.h, module.h] */
const initCalls =
  /^(?:module_init|module_exit|(?:pure|core|postcore|arch|subsys|fs|rootfs|device|late)_initcall(?:_sync)?|__initcall|__exitcall)$/;

const callbacks: Readonly<Record<string, Readonly<Record<number, EntryContext>>>> = {
  request_irq: { 1: 'atomic' },
  devm_request_irq: { 2: 'atomic' },
  request_threaded_irq: { 1: 'atomic', 2: 'process' },
  devm_request_threaded_irq: { 2: 'atomic', 3: 'process' },
  tasklet_init: { 1: 'atomic' },
  tasklet_setup: { 1: 'atomic' },
  DECLARE_TASKLET: { 1: 'atomic' },
  DECLARE_TASKLET_OLD: { 1: 'atomic' },
  setup_timer: { 1: 'atomic' },
  timer_setup: { 1: 'atomic' },
  DEFINE_TIMER: { 1: 'atomic' },
  netif_napi_add: { 2: 'atomic' },
  INIT_WORK: { 1: 'process' },
  INIT_DELAYED_WORK: { 1: 'process' },
  DECLARE_WORK: { 1: 'process' },
  DECLARE_DELAYED_WORK: { 1: 'process' },
  kthread_run: { 0: 'process' },
  kthread_create: { 0: 'process' },
  kernel_thread: { 0: 'process' },
};
