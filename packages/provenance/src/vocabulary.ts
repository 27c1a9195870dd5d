import type { Kept } from './facts/summary.ts';

/**
 * What the analysis needs to know of functions it does not see. Sources: include/linux/{slab,vmalloc,netdevice,string}.h
 * and include/asm/{page,pgtable}.h of 2.4.27 and 6.1.
 */

/** Functions that release what an argument points to; the number is that argument's position. */
export const releasingCalls: ReadonlyMap<string, number> = new Map([
  ...[
    'kfree',
    'vfree',
    'kvfree',
    'kfree_sensitive',
    'kzfree',
    'free_netdev',
    'framebuffer_release',
    'ieee80211_free_hw',
  ].map(at(0)),
  ...[
    'scsi_host_put',
    'scsi_unregister',
    'put_device',
    'snd_card_free',
    'kfree_skb',
    'dev_kfree_skb',
    'kfree_const',
  ].map(at(0)),
  ...['devm_kfree', 'kmem_cache_free', 'mempool_free_unused', 'dma_pool_free_unused'].map(at(1)),
]);

/** Functions that may release the object that their first argument is a part of. [6.1 include/linux/{kref,kobject,device}.h] */
export const puttingCalls: ReadonlySet<string> = new Set([
  ...['kref_put', 'kref_put_mutex', 'kref_put_lock', 'kobject_put', 'put_device'],
]);

/** Functions that give the driver's own data inside the object that the first argument points to. */
export const privateDataOf: ReadonlySet<string> = new Set(['netdev_priv', 'shost_priv', 'hw_priv', 'wiphy_priv']);

/** Members that point to data allocated together with the object they are in. */
export const privateMembers: ReadonlySet<string> = new Set(['priv', 'hostdata', 'par']);

/** Functions that overwrite what the first argument points to. */
export const overwritingCalls: ReadonlySet<string> = new Set([
  ...[
    'memset',
    'memset_after',
    'memset_startat',
    'bzero',
    'memset_io',
    'memcpy',
    '__memcpy',
    'memmove',
    'memcpy_fromio',
  ],
  ...['copy_from_user', '__copy_from_user', 'strcpy', 'strncpy', 'strscpy', 'strlcpy'],
]);

/** Macros and functions that assign to an argument, or to what an argument is the address of; the numbers are positions. */
export const assigningCalls: ReadonlyMap<string, readonly number[]> = new Map([
  ...['get_user', '__get_user', 'xchg', 'cmpxchg', 'xchg_relaxed', 'set_mb', 'WRITE_ONCE', 'rcu_assign_pointer'].map(
    at0,
  ),
  ...['smp_store_release', 'smp_store_mb'].map(at0),
]);

/** Functions of the API that only read what an argument points to; the number is that argument's position. */
export const readingCalls: ReadonlyMap<string, number> = new Map(
  ['memcpy', 'memmove', 'memcpy_toio', 'copy_to_user', '__copy_to_user', 'memcmp'].map(at(1)),
);

/** A format that prints what a `dma_addr_t *` or a `phys_addr_t *` points to [6.1 Documentation/core-api/printk-formats.rst]. */
export const printsHandle = /"[^"]*%-?\d*pa[dp]?[^"]*"/;

/** Forms of a value where it may not be aligned. [6.1 include/asm-generic/unaligned.h] */
const unaligned = ['le32', 'le64', 'be32', 'be64'] as const;

/**
 * Macros that name a part of what their only argument points to, with the record that it is a part of: by how they are
 * written. [6.1 include/linux/scatterlist.h]
 */
export const accessors: ReadonlyMap<string, string> = new Map([
  ...['sg_dma_address', 'sg_dma_len', 'sg_virt', 'sg_page'].map((name) => [name, 'struct scatterlist'] as const),
  ...unaligned.map((form) => [`get_unaligned_${form}`, ''] as const),
]);

/**
 * Macros that keep a bus address in a member, or keep nothing in configurations without; the macro that reads it, by the one
 * that stores it. [6.1 include/linux/dma-mapping.h; 2.6.18 include/asm-i386/pci.h]
 */
export const unmapAddresses: ReadonlyMap<string, string> = new Map([
  ['dma_unmap_addr_set', 'dma_unmap_addr'],
  ['pci_unmap_addr_set', 'pci_unmap_addr'],
]);

/** Functions that give another name of the same block: its page, its address. [6.1 include/linux/mm.h, asm/io.h] */
export const sameBlock: ReadonlySet<string> = new Set([
  'virt_to_page',
  'page_address',
  'lowmem_page_address',
  'virt_to_phys',
  'phys_to_virt',
]);

const inScatterlist = (parameter: number, name: string): Kept => ({
  parameter,
  place: { parameter: 0, steps: [{ kind: 'dereference' }, { kind: 'member', name, owner: 'struct scatterlist' }] },
  always: true,
  narrow: null,
});

/** Functions that store what they are passed. [6.1 include/linux/scatterlist.h] */
export const knownKeepers: ReadonlyMap<string, readonly Kept[]> = new Map([
  ['sg_set_buf', [inScatterlist(1, 'sg_virt()'), inScatterlist(2, 'length')]],
  ['sg_init_one', [inScatterlist(1, 'sg_virt()'), inScatterlist(2, 'length')]],
  ['sg_assign_page', [inScatterlist(1, 'sg_page()')]],
  ...unaligned.map((form): [string, Kept[]] => {
    const member = { kind: 'member', name: `get_unaligned_${form}()`, owner: '' } as const;
    const place = { parameter: 1, steps: [{ kind: 'dereference' } as const, member] };
    const narrow = form.endsWith('32') ? `__${form}` : null;
    return [`put_unaligned_${form}`, [{ parameter: 0, place, always: true, narrow }]];
  }),
]);

/** Functions without side effects whose value depends on their arguments only. */
export const pureCalls: ReadonlySet<string> = new Set([
  ...[
    'get_order',
    'min',
    'max',
    'min_t',
    'max_t',
    'roundup',
    'rounddown',
    'round_up',
    'round_down',
    'roundup_pow_of_two',
  ],
  ...[
    'array_size',
    'array3_size',
    'struct_size',
    'flex_array_size',
    'size_mul',
    'size_add',
    'sizeof_field',
    'offsetof',
    'ilog2',
  ],
  ...[
    'cpu_to_le32',
    'le32_to_cpu',
    'cpu_to_le16',
    'le16_to_cpu',
    'cpu_to_be32',
    'be32_to_cpu',
    'cpu_to_be16',
    'be16_to_cpu',
  ],
  ...[
    'fls',
    'ffs',
    'hweight32',
    'abs',
    'clamp',
    'bitmap_size',
    'order_base_2',
    'rounddown_pow_of_two',
    'mult_frac',
    'likely',
    'unlikely',
  ],
]);

/** Functions whose second argument is not a value but the name of a member. [6.1 include/linux/overflow.h, stddef.h] */
export const namingMember: ReadonlySet<string> = new Set([
  ...['struct_size', 'flex_array_size', 'offsetof', 'offsetofend', 'sizeof_field', 'container_of'],
]);

/** Whether a name is that of a macro by its spelling; an assertion is one in small letters too. */
export function isMacroName(name: string): boolean {
  return /^[A-Z_][A-Z\d_]*$/.test(name) || /assert/.test(name);
}

/** Whether a call may be evaluated again elsewhere: a known pure function, or a macro by its spelling. */
export function isPureCall(name: string): boolean {
  return pureCalls.has(name) || /^[A-Z][A-Z0-9_]*$/.test(name);
}

function at0(name: string): [string, readonly number[]] {
  return [name, [0]];
}

function at(position: number): (name: string) => [string, number] {
  return (name) => [name, position];
}
