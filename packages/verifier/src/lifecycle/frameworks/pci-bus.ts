import type { Framework } from '../framework.ts';

/** The bus that a PCI device of a kernel tree sits on; the kit's devices know none. */
export const pciBus: Framework = {
  name: 'pci bus',
  headers: ['linux/pci.h'],
  treeOnly: true,
  calls: () => ({}),
  use: null,
  glue: `
static struct pci_bus fh_pci_bus;

void fh_pci_attach(void)
{
	fh_pci_device.bus = &fh_pci_bus;
	fh_pci_device.devfn = 8;
}
`,
};
