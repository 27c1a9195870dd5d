import { allocation, checkRange, release, type Call, type CallGroup } from '../../binding/host.ts';
import { unregister, type Framework } from '../framework.ts';
import { manage } from './managed.ts';
import { bind, unbind } from './platform.ts';

const name = 'pci';
const EBUSY = -16;
const EIO = -5;
const RANGE = 0x10000;

const calls: CallGroup = (host) => {
  const device = (): number => host.code.call('fh_pci_dev') ?? 0;
  const fallible =
    (kind: string, error: number): Call =>
    () =>
      host.kernel.fallible(kind) ? error : 0;
  const nothing: Call = () => undefined;
  const map: Call = (pdev, bar, limit) => {
    const start = host.code.call('fh_pci_start', pdev, bar) ?? 0;
    const bytes = limit ? Math.min(limit, RANGE) : RANGE;
    const base = host.kernel.ioremap(start >>> 0, bytes) >>> 0;
    if (base) host.space.addPages(allocation(host, 'pci_iomap', base, bytes), 'zeroed');
    return base;
  };
  const unmap = (address: number): undefined => {
    if (address === 0) return undefined;
    host.kernel.iounmap(address);
    release(host, address);
    return undefined;
  };
  const managedMap: Call = (pdev, bar, limit) => {
    const base = map(pdev, bar, limit) ?? 0;
    if (base) manage(host, device(), { object: base, release: () => unmap(base) });
    return base;
  };
  const readConfig =
    (bytes: number): Call =>
    (_pdev, _where, to) => {
      checkRange(host, to, bytes, true);
      host.memory.u8.fill(0, to, to + bytes);
      return 0;
    };
  const writeConfig: Call = () => 0;
  const vectors: Call = (_pdev, least, most) =>
    host.kernel.fallible('pci_alloc_irq_vectors') ? -28 : Math.min(Math.max(least, 1), most || 1);
  return {
    __pci_register_driver(driver) {
      const pdev = host.code.call('fh_pci_prepare', driver) ?? 0;
      const probe = host.code.call('fh_pci_probe_pointer', driver) ?? 0;
      const id = host.code.call('fh_pci_id', driver) ?? 0;
      if (probe === 0 || id === 0) return 0;
      if (bind(host, () => host.code.callPointer(probe, pdev, id), device))
        host.run.registrations.push({ framework: name, object: driver, number: pdev });
      return 0;
    },
    pci_unregister_driver(driver) {
      const bound = unregister(host, name, ({ object }) => object === driver);
      if (!bound) return undefined;
      const pointer = host.code.call('fh_pci_remove_pointer', driver) ?? 0;
      unbind(host, pointer === 0 ? null : () => void host.code.callPointer(pointer, bound.number), device());
      return undefined;
    },
    ...{
      pci_enable_device: fallible('pci_enable_device', EIO),
      pci_enable_device_mem: fallible('pci_enable_device', EIO),
    },
    pcim_enable_device: fallible('pcim_enable_device', EIO),
    ...{ pci_disable_device: nothing, pci_set_master: nothing, pci_clear_master: nothing },
    pci_request_regions: fallible('pci_request_regions', EBUSY),
    pci_request_region: fallible('pci_request_region', EBUSY),
    pci_request_selected_regions: fallible('pci_request_selected_regions', EBUSY),
    ...{ pci_release_regions: nothing, pci_release_region: nothing, pci_release_selected_regions: nothing },
    ...{ pci_iomap: map, pci_iomap_range: map, pci_ioremap_bar: map, pcim_iomap: managedMap },
    pci_iounmap: (_pdev, address) => unmap(address),
    pcim_iomap_regions(pdev, mask) {
      for (let bar = 0; bar < 6; bar++) {
        if (!(mask & (1 << bar))) continue;
        const base = managedMap(pdev, bar, 0) ?? 0;
        if (base === 0) return -12;
        host.code.call('fh_pci_table_set', bar, base);
      }
      return 0;
    },
    pcim_iomap_table: () => host.code.call('fh_pci_table'),
    ...{
      pci_read_config_byte: readConfig(1),
      pci_read_config_word: readConfig(2),
      pci_read_config_dword: readConfig(4),
    },
    ...{ pci_write_config_byte: writeConfig, pci_write_config_word: writeConfig, pci_write_config_dword: writeConfig },
    ...{ pci_alloc_irq_vectors_affinity: vectors, pci_alloc_irq_vectors: vectors },
    pci_enable_msi: fallible('pci_enable_msi', -28),
    pci_enable_msix_range: (_pdev, _entries, least, most) =>
      host.kernel.fallible('pci_enable_msix_range') ? -28 : Math.max(least, Math.min(most, 1)),
    ...{ pci_free_irq_vectors: nothing, pci_disable_msi: nothing, pci_disable_msix: nothing },
    pci_irq_vector: (_pdev, number) => 64 + number,
    pci_find_capability: (_pdev, id) => host.code.call('fh_pci_capability', id) ?? 0,
    ...{ pcie_capability_read_word: readConfig(2), pcie_capability_read_dword: readConfig(4) },
    pci_find_ext_capability: () => 0,
    pci_save_state: () => 0,
    pci_set_mwi: () => 0,
    pci_set_power_state: () => 0,
    pci_dev_put: nothing,
    pcie_set_readrq: () => 0,
  };
};

/** PCI: one device that matches the first entry of the driver's table; each of its ranges is 64 KiB [6.1 drivers/pci/pci-driver.c]. */
export const pci: Framework = {
  name,
  headers: ['linux/pci.h'],
  calls,
  use: null,
  glue: `
static struct pci_dev fh_pci_device;
static struct pci_bus fh_pci_bus;
static void __iomem *fh_pci_mapped[PCI_STD_RESOURCE_END + 1];

/* Power management and PCI Express [6.1 drivers/pci/pci.c pci_pm_init, drivers/pci/probe.c set_pcie_port_type]. */
int fh_pci_capability(int id)
{
	return id == PCI_CAP_ID_PM ? 0x40 : id == PCI_CAP_ID_EXP ? 0x70 : 0;
}

unsigned long fh_pci_prepare(struct pci_driver *driver)
{
	struct pci_dev *device = &fh_pci_device;
	const struct pci_device_id *id = driver->id_table;
	int bar;

	__builtin_memset(device, 0, sizeof(*device));
	if (id) {
		device->vendor = id->vendor == PCI_ANY_ID ? 0x1014 : id->vendor;
		device->device = id->device == PCI_ANY_ID ? 1 : id->device;
		device->subsystem_vendor = id->subvendor == PCI_ANY_ID ? 0 : id->subvendor;
		device->subsystem_device = id->subdevice == PCI_ANY_ID ? 0 : id->subdevice;
		device->class = id->class;
	}
	device->pm_cap = fh_pci_capability(PCI_CAP_ID_PM);
	device->pcie_cap = fh_pci_capability(PCI_CAP_ID_EXP);
	device->irq = 64;
	device->dma_mask = 0xffffffff;
	for (bar = 0; bar <= PCI_STD_RESOURCE_END; bar++) {
		device->resource[bar].start = 0xe1000000 + (bar << 16);
		device->resource[bar].end = device->resource[bar].start + 0xffff;
		device->resource[bar].flags = IORESOURCE_MEM | IORESOURCE_IO;
	}
	device->driver = driver;
	device->bus = &fh_pci_bus;
	device->devfn = 8;
	device->dev.init_name = driver->name ? driver->name : "device";
	device->dev.driver = &driver->driver;
	device->dev.coherent_dma_mask = 0xffffffff;
	device->dev.dma_mask = &device->dma_mask;
	return (unsigned long)device;
}

int fh_pci_owns(unsigned long address)
{
	return address - (unsigned long)&fh_pci_device < sizeof(fh_pci_device);
}

unsigned long fh_pci_dev(void)
{
	return (unsigned long)&fh_pci_device.dev;
}

unsigned long fh_pci_id(struct pci_driver *driver)
{
	return (unsigned long)driver->id_table;
}

unsigned long fh_pci_probe_pointer(struct pci_driver *driver)
{
	return (unsigned long)driver->probe;
}

unsigned long fh_pci_remove_pointer(struct pci_driver *driver)
{
	return (unsigned long)driver->remove;
}

unsigned long fh_pci_start(struct pci_dev *device, int bar)
{
	return device->resource[bar].start;
}

void fh_pci_table_set(int bar, void __iomem *mapped)
{
	fh_pci_mapped[bar] = mapped;
}

unsigned long fh_pci_table(void)
{
	return (unsigned long)fh_pci_mapped;
}

const struct pci_device_id *pci_match_id(const struct pci_device_id *ids, struct pci_dev *device)
{
	return ids;
}

int pci_select_bars(struct pci_dev *device, unsigned long flags)
{
	return 0x3f;
}
`,
};
