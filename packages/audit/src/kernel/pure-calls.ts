import { conversions } from './conversions.ts';

/**
 * Functions and macros whose result depends on nothing but their arguments, so that two calls give the same.
 * [6.1 include/linux/netdevice.h, device.h, container_of.h, err.h, mm.h]
 */
export const pureCalls: ReadonlySet<string> = new Set([
  ...['netdev_priv', 'shost_priv', 'hw_priv', 'wiphy_priv', 'ieee80211_priv', 'iio_priv', 'spi_master_get_devdata'],
  ...['usb_get_intfdata', 'container_of', 'container_of_const', 'to_pci_dev', 'to_platform_device', 'wdev_priv'],
  ...['crypto_tfm_ctx', 'aead_request_ctx', 'crypto_aead_ctx', 'crypto_ahash_ctx', 'ahash_request_ctx'],
  ...['snd_pcm_substream_chip', 'video_get_drvdata', 'mmc_priv', 'ac97_priv', 'nand_get_controller_data'],
  ...['get_order', 'min', 'max', 'min_t', 'max_t', 'roundup', 'rounddown', 'round_up', 'round_down', 'ALIGN'],
  ...['PAGE_ALIGN', 'DIV_ROUND_UP', 'L1_CACHE_ALIGN', 'ARRAY_SIZE', 'BIT', 'roundup_pow_of_two', 'ilog2'],
  ...['array_size', 'array3_size', 'struct_size', 'flex_array_size', 'size_mul', 'size_add', 'offsetof'],
  ...['cpu_to_le32', 'le32_to_cpu', 'cpu_to_le16', 'le16_to_cpu', 'cpu_to_be32', 'be32_to_cpu', 'cpu_to_le64'],
  ...['upper_32_bits', 'lower_32_bits', 'dev_to_node', 'IS_ENABLED', 'defined'],
  ...conversions.keys(),
  ...['sg_virt', 'sg_page', 'sg_phys', 'sg_dma_address', 'sg_dma_len', 'sg_next'],
]);

/** Calls that only pass their first argument on. [6.1 include/linux/err.h, compiler.h] */
export const transparentCalls: ReadonlySet<string> = new Set([
  ...['ERR_PTR', 'PTR_ERR', 'ERR_CAST', 'likely', 'unlikely', 'WARN_ON', 'WARN_ON_ONCE', 'READ_ONCE', 'ACCESS_ONCE'],
  ...['PTR_ERR_OR_ZERO', 'kasan_reset_tag', '__force', 'rcu_dereference', 'dev_err_probe_'],
]);

/** Functions that keep a pointer in a device, and those that give it back; by the way from the first argument to the device. */
export const driverData: ReadonlyMap<string, { readonly sets: boolean; readonly member: string | null }> = new Map([
  ...entries('dev', null),
  ...entries('pci', 'dev'),
  ...entries('platform', 'dev'),
  ...entries('spi', 'dev'),
  ['i2c_set_clientdata', { sets: true, member: 'dev' }],
  ['i2c_get_clientdata', { sets: false, member: 'dev' }],
  ['amba_set_drvdata', { sets: true, member: 'dev' }],
  ['amba_get_drvdata', { sets: false, member: 'dev' }],
]);

function entries(bus: string, member: string | null): [string, { sets: boolean; member: string | null }][] {
  return [
    [`${bus}_set_drvdata`, { sets: true, member }],
    [`${bus}_get_drvdata`, { sets: false, member }],
  ];
}

/** Whether the result of a call depends on its arguments only: known, a macro by its spelling, or a cast by its name. */
export function isPure(name: string): boolean {
  return (
    pureCalls.has(name) ||
    isQuestion(name) ||
    /^[A-Z][A-Z0-9_]*$/.test(name) ||
    /^to_\w+$/.test(name) ||
    /_priv$|_to_dev$/.test(name)
  );
}

/** Whether a function, by its name, asks for a property of a thing that it keeps while it is there. */
function isQuestion(name: string): boolean {
  return (
    /^(?:\w+_)?(?:is|has|can|uses?|supports?|needs?|wants?)_\w+$|^test_bit$|_(?:enabled|supported|capable|compatible)$/.test(
      name,
    ) && !/_and_|_or_(?:put|free)/.test(name)
  );
}
