import type { Framework } from '../framework.ts';

/** The bus that the PCI device of a kernel tree sits on, and the list of all devices; the kit's know none. */
export const pciBus: Framework = {
  name: 'pci bus',
  headers: ['linux/pci.h'],
  treeOnly: true,
  calls: () => ({}),
  use: null,
  glue: `
static struct pci_bus fh_pci_bus;

__attribute__((weak)) struct list_head pci_devices;

void fh_pci_attach(void)
{
	fh_pci_device.bus = &fh_pci_bus;
	fh_pci_device.devfn = 8;
	INIT_LIST_HEAD(&pci_devices);
	list_add(&fh_pci_device.global_list, &pci_devices);
	INIT_LIST_HEAD(&fh_pci_bus.devices);
	list_add(&fh_pci_device.bus_list, &fh_pci_bus.devices);
}
`,
};
