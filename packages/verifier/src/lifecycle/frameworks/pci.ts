import type { Call, CallGroup, Host } from '../../binding/host.ts';
import { plannedAnswer } from '../../binding/device-reads.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';
import { configurationSpace } from './pci-configuration.ts';

const name = 'pci';
const EIO = -5;
const EBUSY = -16;
const ANY = 0xffff_ffff;
/** Fields of struct pci_device_id, a word each. */
const ID_FIELDS = ['vendor', 'device', 'subvendor', 'subdevice', 'class'] as const;

const calls: CallGroup = (host) => ({
  ...configurationSpace(host),
  pcibios_present: () => 1,
  pci_register_driver(driver) {
    identifyByTable(host, driver);
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
  ...lookingUp(host),
  pci_enable_device: () => (host.kernel.fallible('pci_enable_device') ? EIO : 0),
  pci_disable_device: () => undefined,
  pci_set_master: () => undefined,
  pci_set_dma_mask: () => (host.kernel.fallible('pci_set_dma_mask') ? EIO : 0),
  pci_dma_supported: () => 1,
  pci_request_regions: () => (host.kernel.fallible('pci_request_regions') ? EBUSY : 0),
  pci_release_regions: () => undefined,
  pci_request_region: () => (host.kernel.fallible('pci_request_region') ? EBUSY : 0),
  pci_release_region: () => undefined,
  pci_dev_driver: () => host.code.call('fh_pci_driver') ?? 0,
  ...{ pci_set_power_state: () => 0, pci_enable_wake: () => 0, pci_set_mwi: () => 0, pci_clear_mwi: () => undefined },
  ...{ pci_save_state: () => 0, pci_restore_state: () => 0 },
});

/** What vendor and device read before the driver has asked for any, and the registers that answers name them by. */
const unknownIdentity = [
  { register: -0x1001, value: 0xa5c3 },
  { register: -0x1003, value: 0x5a3d },
] as const;

/** Before the driver asks, the device is there without an identity: some drivers look at every device's. */
function presentDevice(host: Host): void {
  const { code, run } = host;
  if (!code.has('fh_pci_attach')) return;
  code.call('fh_pci_attach');
  const [vendor, device] = unknownIdentity.map(({ register, value }) => {
    const planned = plannedAnswer(run, register, 0);
    if (planned === null) run.unknowns.set(value, register);
    return planned ?? value;
  });
  code.call('fh_pci_identify', vendor!, device!, ANY, ANY, 0);
}

/** The device answers to the entry of the driver's table that this run is to have. */
function identifyByTable(host: Host, driver: number): void {
  const { code, run } = host;
  const count = code.call('fh_pci_ids', driver) ?? 0;
  const fields = (entry: number): number[] =>
    ID_FIELDS.map((_, field) => (code.call('fh_pci_id', driver, entry, field) ?? 0) >>> 0);
  for (let entry = 0; entry < count; entry++) {
    const asked = fields(entry);
    if (isAsked(host, `${asked[0]!.toString(16)}:${asked[1]!.toString(16)}`)) identify(host, asked);
  }
  // fewer than the run is to have: a run that fails before has seen fewer, too
  if (count > 0 && !run.identified) identify(host, fields(0));
}

/** A driver that looks for its device itself [2.4.27 drivers/pci/pci.c pci_find_device]. There is one, at the slot of `fh_pci_attach`. */
function lookingUp(host: Host): Record<string, Call> {
  const find = (vendor: number, device: number, subvendor: number, subdevice: number, from: number): number => {
    if (vendor !== ANY && isAsked(host, `${vendor.toString(16)}:${device.toString(16)}`))
      identify(host, [vendor, device, subvendor, subdevice, 0]);
    if (from !== 0) return 0;
    return host.code.call('fh_pci_match', vendor, device) ?? 0;
  };
  return {
    pci_find_device: (vendor, device, from) => find(vendor, device, ANY, ANY, from),
    pci_find_subsys: (vendor, device, subvendor, subdevice, from) => find(vendor, device, subvendor, subdevice, from),
    pci_find_class(code, from) {
      if (isAsked(host, `class ${code.toString(16)}`)) identify(host, [ANY, ANY, ANY, ANY, code]);
      return from === 0 && host.run.identified ? (host.code.call('fh_pci_match_class', code) ?? 0) : 0;
    },
    pci_find_slot: (_bus, slot) => host.code.call('fh_pci_slot', slot) ?? 0,
  };
}

/** Notes what the driver asks for; true when this run's device is that, and nothing yet. */
function isAsked({ run }: Host, identity: string): boolean {
  if (!run.identities.includes(identity)) run.identities.push(identity);
  return !run.identified && run.identities.indexOf(identity) === run.identity;
}

function identify(host: Host, fields: readonly number[]): void {
  host.run.identified = true;
  host.run.unknowns.clear();
  host.code.call('fh_pci_identify', ...fields);
}

/**
 * PCI: one device, of the identity that the run is to have among those the driver asks for: by its table or one by one
 * [2.4.27 drivers/pci/pci.c]. Each of its six ranges is 64 KiB and answers to both kinds of access, so that it is the one
 * whichever the driver looks for.
 */
export const pci: Framework = {
  name,
  headers: ['linux/pci.h'],
  calls,
  use: null,
  boot: presentDevice,
  glue: `
static struct pci_dev fh_pci_device;

int fh_pci_ids(struct pci_driver *driver)
{
	int count = 0;

	if (driver->id_table)
		while (driver->id_table[count].vendor || driver->id_table[count].subvendor || driver->id_table[count].class)
			count++;
	return count;
}

unsigned int fh_pci_id(struct pci_driver *driver, int entry, int field)
{
	return ((const unsigned int *)&driver->id_table[entry])[field];
}

void fh_pci_identify(unsigned vendor, unsigned device, unsigned subvendor, unsigned subdevice, unsigned class)
{
	int bar;

	fh_pci_device.vendor = vendor == PCI_ANY_ID ? 0x1014 : vendor;
	fh_pci_device.device = device == PCI_ANY_ID ? 1 : device;
	fh_pci_device.subsystem_vendor = subvendor == PCI_ANY_ID ? fh_pci_device.vendor : subvendor;
	fh_pci_device.subsystem_device = subdevice == PCI_ANY_ID ? 1 : subdevice;
	fh_pci_device.class = class;
	fh_pci_device.irq = 9;
	fh_pci_device.dma_mask = 0xffffffff;
	for (bar = 0; bar < 6; bar++) {
		fh_pci_device.resource[bar].start = 0xe0000000 + (bar << 24);
		fh_pci_device.resource[bar].end = fh_pci_device.resource[bar].start + 0xffff;
		fh_pci_device.resource[bar].flags = IORESOURCE_MEM | IORESOURCE_IO;
	}
}

struct pci_dev *fh_pci_match(unsigned vendor, unsigned device)
{
	if (vendor != PCI_ANY_ID && vendor != fh_pci_device.vendor)
		return 0;
	if (device != PCI_ANY_ID && device != fh_pci_device.device)
		return 0;
	return &fh_pci_device;
}

struct pci_dev *fh_pci_match_class(unsigned class)
{
	return class == fh_pci_device.class ? &fh_pci_device : 0;
}

struct pci_dev *fh_pci_slot(unsigned slot)
{
	return slot == fh_pci_device.devfn ? &fh_pci_device : 0;
}

/* a word of the identity as the configuration space has it: 0 both ids, 1 the subsystem's, 2 the class */
unsigned int fh_pci_identity(int word)
{
	if (word == 0)
		return fh_pci_device.vendor | fh_pci_device.device << 16;
	if (word == 1)
		return fh_pci_device.subsystem_vendor | fh_pci_device.subsystem_device << 16;
	return fh_pci_device.class << 8;
}

struct pci_driver *fh_pci_driver(void)
{
	return fh_pci_device.driver;
}

int fh_pci_probe(struct pci_driver *driver)
{
	const struct pci_device_id *id = driver->id_table;
	int result;

	if (!id)
		return -19;
	while (id->vendor || id->subvendor || id->class) {
		if ((id->vendor == PCI_ANY_ID || id->vendor == fh_pci_device.vendor) &&
		    (id->device == PCI_ANY_ID || id->device == fh_pci_device.device) &&
		    (id->subvendor == PCI_ANY_ID || id->subvendor == fh_pci_device.subsystem_vendor) &&
		    (id->subdevice == PCI_ANY_ID || id->subdevice == fh_pci_device.subsystem_device) &&
		    !((id->class ^ fh_pci_device.class) & id->class_mask)) {
			fh_pci_device.driver = driver;
			result = driver->probe(&fh_pci_device, id);
			if (result < 0)
				fh_pci_device.driver = 0;
			return result;
		}
		id++;
	}
	return -19;
}

void fh_pci_remove(struct pci_driver *driver)
{
	if (driver->remove)
		driver->remove(&fh_pci_device);
	fh_pci_device.driver = 0;
}
`,
};
