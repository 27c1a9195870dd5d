import type { Kconfig } from './kconfig.ts';

/**
 * What the model's machine has, whatever the driver: a 32-bit processor with an MMU, the buses that drivers sit on, and
 * the subsystems that headers guard their declarations by.
 */
const machine: readonly string[] = [
  ...[
    'MODULES',
    'MMU',
    '32BIT',
    'FLATMEM',
    'OPTIMIZE_INLINING',
    'HAS_IOMEM',
    'HAS_IOPORT',
    'HAS_IOPORT_MAP',
    'HAS_DMA',
    'BUG',
    'PRINTK',
  ],
  ...['GENERIC_HWEIGHT', 'GENERIC_CSUM', 'GENERIC_ATOMIC64', 'GENERIC_FIND_FIRST_BIT', 'GENERIC_IRQ_CHIP', 'SLUB'],
  ...[
    'TINY_RCU',
    'TINY_SRCU',
    'PREEMPT_COUNT',
    'DEBUG_SPINLOCK',
    'UNINLINE_SPIN_UNLOCK',
    'DEBUG_ATOMIC_SLEEP',
    'COMPILE_TEST',
    'EXPERT',
    'DMA_DECLARE_COHERENT',
  ],
  ...['GENERIC_MSI_IRQ', 'GENERIC_MSI_IRQ_DOMAIN', 'PCI_MSI_IRQ_DOMAIN', 'GENERIC_ALLOCATOR', 'HAVE_CLK', 'IRQ_DOMAIN'],
  ...[
    'IRQ_DOMAIN_HIERARCHY',
    'PM_SLEEP',
    'PM_GENERIC_DOMAINS',
    'RTC_LIB',
    'ZONE_DMA',
    'HIGH_RES_TIMERS',
    'NEED_DMA_MAP_STATE',
  ],
  ...['OF_ADDRESS', 'OF_IRQ', 'OF_MDIO', 'OF_GPIO', 'OF_NET', 'OF_RESERVED_MEM', 'DMA_OF', 'OF_DYNAMIC', 'GENERIC_PHY'],
];

/** Subsystems switched on by the tree's own rules, with all they select and depend on. */
const subsystems: readonly string[] = [
  ...[
    'NET',
    'INET',
    'NETDEVICES',
    'ETHERNET',
    'WIRELESS',
    'CFG80211',
    'MAC80211',
    'WLAN',
    'VLAN_8021Q',
    'PHYLIB',
    'PHYLINK',
  ],
  ...[
    'MDIO_DEVICE',
    'MII',
    'NET_SCHED',
    'IPV6',
    'NET_DEVLINK',
    'PAGE_POOL',
    'PTP_1588_CLOCK',
    'DCB',
    'RFS_ACCEL',
    'XPS',
  ],
  ...['OF', 'PCI', 'PCI_MSI', 'BLOCK', 'SCSI', 'ATA', 'I2C', 'SPI', 'USB_SUPPORT', 'USB', 'USB_GADGET', 'HID', 'INPUT'],
  ...[
    'TTY',
    'SERIAL_CORE',
    'FB',
    'DRM',
    'MEDIA_SUPPORT',
    'MEDIA_CONTROLLER',
    'VIDEO_DEV',
    'RC_CORE',
    'SOUND',
    'SND',
    'SND_PCM',
  ],
  ...['SND_SOC', 'CRYPTO', 'CRYPTO_HASH', 'CRYPTO_AEAD', 'CRYPTO_SKCIPHER', 'CRYPTO_ENGINE', 'HW_RANDOM', 'DMADEVICES'],
  ...[
    'DMA_ENGINE',
    'DMA_VIRTUAL_CHANNELS',
    'COMMON_CLK',
    'REGULATOR',
    'RESET_CONTROLLER',
    'GPIOLIB',
    'PINCTRL',
    'REGMAP',
  ],
  ...['REGMAP_MMIO', 'PM', 'HWMON', 'LEDS_CLASS', 'RTC_CLASS', 'WATCHDOG', 'FW_LOADER', 'SYSFS', 'PROC_FS', 'DEBUG_FS'],
  ...['MTD', 'MTD_RAW_NAND', 'MMC', 'INFINIBAND', 'IIO', 'NTB', 'RAPIDIO', 'FIREWIRE', 'UIO', 'VIRTIO', 'REMOTEPROC'],
  ...[
    'MAILBOX',
    'TARGET_CORE',
    'LIBFC',
    'SCSI_FC_ATTRS',
    'SCSI_SAS_ATTRS',
    'SCSI_SAS_LIBSAS',
    'SCSI_ISCSI_ATTRS',
    'BLK_DEV_INTEGRITY',
  ],
  ...[
    'COMEDI',
    'ATM',
    'EXTCON',
    'POWER_SUPPLY',
    'THERMAL',
    'TRANSPARENT_HUGEPAGE_NONE',
    'DMA_SHARED_BUFFER',
    'CONFIGFS_FS',
  ],
  ...[
    'ISDN',
    'STAGING',
    'NVMEM',
    'MFD_SYSCON',
    'BT',
    'CPU_FREQ',
    'DEVFREQ',
    'EDAC',
    'FPGA',
    'IOMMU_SUPPORT',
    'IOMMU_API',
  ],
  ...['BPF', 'NET_CLS_ACT', 'MODULE_UNLOAD', 'NET_POLL_CONTROLLER', 'SND_COMPRESS_OFFLOAD', 'SND_DMAENGINE_PCM', 'TPM'],
];

/** Options that only assembly, or a machine with several processors or a larger address space, can have. */
const never: ReadonlySet<string> = new Set([
  ...[
    'SMP',
    '64BIT',
    'HIGHMEM',
    'PREEMPTION',
    'TRACEPOINTS',
    'JUMP_LABEL',
    'KASAN',
    'LOCKDEP',
    'DEBUG_LOCK_ALLOC',
    'NUMA',
  ],
  ...[
    'MODVERSIONS',
    'UML',
    'TRACING',
    'FTRACE',
    'DEBUG_INFO',
    'SPARSEMEM',
    'PREEMPT',
    'PREEMPT_RT',
    'PREEMPT_RCU',
    'GCC_PLUGINS',
  ],
  ...[
    'TRACE_IRQFLAGS',
    'PROVE_LOCKING',
    'ARCH_DMA_ADDR_T_64BIT',
    'PHYS_ADDR_T_64BIT',
    'DEBUG_PREEMPT',
    'SWIOTLB',
    'MEMCG',
  ],
  ...[
    'DYNAMIC_DEBUG',
    'KUNIT',
    'SECURITY',
    'CGROUPS',
    'LTO_CLANG',
    'CFI_CLANG',
    'NEED_MULTIPLE_NODES',
    'TREE_RCU',
    'RUST',
  ],
  ...[
    'MEMORY_HOTPLUG',
    'DEVICE_PRIVATE',
    'ZONE_DEVICE',
    'HUGETLB_PAGE',
    'HUGETLBFS',
    'PARAVIRT',
    'XEN',
    'ACPI',
    'BPF_SYSCALL',
  ],
]);

/** Options with a value. */
const values: Readonly<Record<string, string>> = {
  HZ: '100',
  NR_CPUS: '1',
  BASE_SMALL: '0',
  PAGE_OFFSET: '0xc0000000',
  PGTABLE_LEVELS: '2',
  LOG_BUF_SHIFT: '14',
  ILLEGAL_POINTER_VALUE: '0',
  PHYSICAL_START: '0x100000',
  FORCE_MAX_ZONEORDER: '11',
  ARCH_FORCE_MAX_ORDER: '11',
  SND_MAX_CARDS: '32',
  ATM_CLIP_NO_ICMP: '1',
};

/** A configuration: the options that are on, and what was asked for in vain. */
export interface Configuration {
  readonly on: ReadonlySet<string>;
  /** Options that the driver's place asks for, in the order found. */
  readonly asked: readonly string[];
}

/** The options of the model's machine with those asked for, and all that these select or depend on. */
export function configure(kconfig: Kconfig, asked: readonly string[]): Configuration {
  const on = new Set(machine);
  for (const name of [...subsystems, ...asked]) switchOn(name, kconfig, on);
  for (const name of asked) on.add(name);
  return { on, asked };
}

function switchOn(name: string, kconfig: Kconfig, on: Set<string>): boolean {
  if (on.has(name)) return true;
  const symbol = kconfig.get(name);
  // an option that is defined nowhere here belongs to an architecture
  if (symbol === undefined || never.has(name)) return false;
  on.add(name);
  for (const selected of symbol.selects) switchOn(selected, kconfig, on);
  for (const condition of symbol.depends) satisfy(condition, kconfig, on);
  return true;
}

/** Switches on what makes a condition true, where that can be had; whether it is true then. */
function satisfy(condition: string, kconfig: Kconfig, on: Set<string>): boolean {
  const tokens = condition.match(/"[^"]*"|!=|&&|\|\||[!()=<>]|[\w-]+/g) ?? [];
  let at = 0;
  /** A condition read, which is tried only when its turn comes. */
  type Wanted = () => boolean;
  const either = (): Wanted => {
    const options = [both()];
    while (tokens[at] === '||') {
      at++;
      options.push(both());
    }
    return () => options.some((option) => option());
  };
  const both = (): Wanted => {
    const parts = [one()];
    while (tokens[at] === '&&') {
      at++;
      parts.push(one());
    }
    return () => parts.map((part) => part()).every(Boolean);
  };
  const one = (): Wanted => {
    const token = tokens[at++];
    if (token === '!') {
      const inner = tokens[at];
      const negated = one();
      // what is off stays off: a negation switches nothing on
      return inner === '(' ? () => true : () => !on.has(inner ?? '') || negated.length > 0;
    }
    if (token === '(') {
      const inner = either();
      at++;
      return inner;
    }
    if (tokens[at] === '=' || tokens[at] === '!=') {
      const equal = tokens[at] === '=';
      const value = tokens[at + 1];
      at += 2;
      return () => (value === 'n') !== equal && (value === 'n' || switchOn(token ?? '', kconfig, on));
    }
    return () => token === 'y' || token === 'm' || switchOn(token ?? '', kconfig, on);
  };
  return either()();
}

/** Text of `generated/autoconf.h` for the options that are on. */
export function autoconfText(on: ReadonlySet<string>): string {
  return [
    ...[...on].filter((name) => !(name in values)).map((name) => `#define CONFIG_${name} 1`),
    // a number is the same whoever is configured: a header of options alone has none
    ...(on.has('MMU') ? Object.entries(values).map(([name, value]) => `#define CONFIG_${name} ${value}`) : []),
    '',
  ].join('\n');
}
