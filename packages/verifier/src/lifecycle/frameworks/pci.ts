import { checkRange, type Call, type CallGroup } from '../../binding/host.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';

const name = 'pci';
const EIO = -5;
const EBUSY = -16;

const calls: CallGroup = (host) => ({
  ...configurationSpace(host),
  pcibios_present: () => 1,
  pci_register_driver(driver) {
    host.code.call('fh_pci_attach');
    const result = step(host, 'probe', () => host.code.call('fh_pci_probe', driver));
    if (result < SUCCESS) return 0;
    host.run.registrations.push({ framework: name, object: driver, number: 0 });
    return 1;
  },
  pci_unregister_driver(driver) {
    const bound = unregister(host, name, ({ object }) => object === driver);
    if (bound) step(host, 'remove', () => host.code.call('fh_pci_remove', driver));
    return undefined;
  },
  pci_enable_device: () => (host.kernel.fallible('pci_enable_device') ? EIO : 0),
  pci_disable_device: () => undefined,
  pci_set_master: () => undefined,
  pci_set_dma_mask: () => (host.kernel.fallible('pci_set_dma_mask') ? EIO : 0),
  pci_request_regions: () => (host.kernel.fallible('pci_request_regions') ? EBUSY : 0),
  pci_release_regions: () => undefined,
});

/** Configuration space reads as zeros. */
const configurationSpace: CallGroup = (host) => {
  const read =
    (bytes: number): Call =>
    (_device, _where, to) => {
      checkRange(host, to, bytes, true);
      host.memory.u8.fill(0, to, to + bytes);
      return 0;
    };
  const write: Call = () => 0;
  return {
    ...{ pci_read_config_byte: read(1), pci_read_config_word: read(2), pci_read_config_dword: read(4) },
    ...{ pci_write_config_byte: write, pci_write_config_word: write, pci_write_config_dword: write },
  };
};

/**
 * PCI: one device that matches the first entry of the driver's table [2.4.27 drivers/pci/pci.c]. Each of its six ranges
 * is 64 KiB and answers to both kinds of access, so that it is the one whichever the driver looks for.
 */
export const pci: Framework = {
  name,
  headers: ['linux/pci.h'],
  calls,
  use: null,
  glue: `
static struct pci_dev fh_pci_device;

int fh_pci_probe(struct pci_driver *driver)
{
	const struct pci_device_id *id = driver->id_table;
	int bar, result;

	if (!id)
		return -19;
	fh_pci_device.vendor = id->vendor == PCI_ANY_ID ? 0x1014 : id->vendor;
	fh_pci_device.device = id->device == PCI_ANY_ID ? 1 : id->device;
	fh_pci_device.irq = 9;
	fh_pci_device.dma_mask = 0xffffffff;
	for (bar = 0; bar < 6; bar++) {
		fh_pci_device.resource[bar].start = 0xe0000000 + (bar << 24);
		fh_pci_device.resource[bar].end = fh_pci_device.resource[bar].start + 0xffff;
		fh_pci_device.resource[bar].flags = IORESOURCE_MEM | IORESOURCE_IO;
	}
	fh_pci_device.driver = driver;
	result = driver->probe(&fh_pci_device, id);
	if (result < 0)
		fh_pci_device.driver = 0;
	return result;
}

void fh_pci_remove(struct pci_driver *driver)
{
	if (driver->remove)
		driver->remove(&fh_pci_device);
	fh_pci_device.driver = 0;
}
`,
};
