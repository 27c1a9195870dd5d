import type { Call, CallGroup, Host } from '../../binding/host.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';
import { releaseManaged } from './managed.ts';

const name = 'platform';

/** Binds a driver to the one device of its bus: probe, and what a failed probe leaves to the core [6.1 drivers/base/dd.c]. */
export function bind(host: Host, probe: () => number, device: () => number): boolean {
  const result = step(host, 'probe', probe);
  if (result === SUCCESS) return true;
  releaseManaged(host, device());
  host.code.call('fh_dev_unbind', device());
  return false;
}

/** Takes a driver off its device: remove, then what the device holds. */
export function unbind(host: Host, remove: (() => void) | null, device: number): void {
  if (remove) step(host, 'remove', () => void remove());
  releaseManaged(host, device);
  host.code.call('fh_dev_unbind', device);
}

const calls: CallGroup = (host) => {
  const register = (driver: number, probe: number): number => {
    const object = host.code.call('fh_platform_prepare', driver) ?? 0;
    const device = (): number => host.code.call('fh_platform_dev') ?? 0;
    if (probe === 0) return 0;
    if (bind(host, () => host.code.callPointer(probe, object), device))
      host.run.registrations.push({ framework: name, object: driver, number: object });
    return 0;
  };
  const registerDriver: Call = (driver) => register(driver, host.code.call('fh_platform_probe', driver) ?? 0);
  const unregisterDriver = (driver: number): undefined => {
    const bound = unregister(host, name, ({ object }) => object === driver);
    if (!bound) return undefined;
    const pointer = host.code.call('fh_platform_remove', driver) ?? 0;
    const remove = pointer === 0 ? null : () => void host.code.callPointer(pointer, bound.number);
    unbind(host, remove, host.code.call('fh_platform_dev') ?? 0);
    return undefined;
  };
  const inTable = (drivers: number, count: number): number[] =>
    Array.from({ length: count }, (_, nth) => host.memory.u32(drivers + 4 * nth));
  return {
    __platform_driver_register: registerDriver,
    __platform_register_drivers(drivers, count) {
      for (const driver of inTable(drivers, count)) registerDriver(driver);
      return 0;
    },
    platform_unregister_drivers(drivers, count) {
      for (const driver of inTable(drivers, count).reverse()) unregisterDriver(driver);
    },
    __platform_driver_probe: (driver, probe) => register(driver, probe),
    platform_driver_unregister: unregisterDriver,
  };
};

/**
 * Platform devices: one that matches the first entry of the driver's tables. It has eight ranges of 64 KiB and as many
 * interrupt lines, by number and by any name [6.1 drivers/base/platform.c].
 */
export const platform: Framework = {
  name,
  headers: [
    'linux/platform_device.h',
    'linux/of.h',
    'linux/of_device.h',
    'linux/io.h',
    'linux/err.h',
    'linux/property.h',
  ],
  calls,
  use: null,
  glue: `
#include <linux/version.h>
static struct platform_device fh_platform_device;
static struct resource fh_platform_resources[16];
static struct device_node fh_platform_node;

unsigned long fh_platform_prepare(struct platform_driver *driver)
{
	struct platform_device *device = &fh_platform_device;
	int at;

	__builtin_memset(device, 0, sizeof(*device));
	for (at = 0; at < 8; at++) {
		fh_platform_resources[at].start = 0xe0000000 + (at << 16);
		fh_platform_resources[at].end = fh_platform_resources[at].start + 0xffff;
		fh_platform_resources[at].flags = IORESOURCE_MEM;
		fh_platform_resources[8 + at].start = fh_platform_resources[8 + at].end = 32 + at;
		fh_platform_resources[8 + at].flags = IORESOURCE_IRQ;
	}
	device->name = driver->driver.name ? driver->driver.name : "device";
	device->resource = fh_platform_resources;
	device->num_resources = 16;
	device->id_entry = driver->id_table;
	device->dev.init_name = device->name;
	device->dev.of_node = &fh_platform_node;
	fh_platform_node.name = fh_platform_node.full_name = device->name;
	device->dev.driver = &driver->driver;
	device->dev.coherent_dma_mask = 0xffffffff;
	device->dev.dma_mask = &device->dev.coherent_dma_mask;
	return (unsigned long)device;
}

int fh_platform_owns(unsigned long address)
{
	return address - (unsigned long)&fh_platform_device < sizeof(fh_platform_device) ||
	       address - (unsigned long)fh_platform_resources < sizeof(fh_platform_resources) ||
	       address - (unsigned long)&fh_platform_node < sizeof(fh_platform_node);
}

unsigned long fh_platform_dev(void)
{
	return (unsigned long)&fh_platform_device.dev;
}

unsigned long fh_platform_probe(struct platform_driver *driver)
{
	return (unsigned long)driver->probe;
}

unsigned long fh_platform_remove(struct platform_driver *driver)
{
	return (unsigned long)driver->remove;
}

struct resource *platform_get_resource(struct platform_device *device, unsigned int type, unsigned int number)
{
	u32 at;

	for (at = 0; at < device->num_resources; at++)
		if (resource_type(&device->resource[at]) == type && number-- == 0)
			return &device->resource[at];
	return 0;
}

struct resource *platform_get_resource_byname(struct platform_device *device, unsigned int type, const char *name)
{
	return platform_get_resource(device, type, 0);
}

int platform_get_irq(struct platform_device *device, unsigned int number)
{
	struct resource *line = platform_get_resource(device, IORESOURCE_IRQ, number);

	return line ? line->start : -ENXIO;
}

int platform_get_irq_optional(struct platform_device *device, unsigned int number)
{
	return platform_get_irq(device, number);
}

int platform_get_irq_byname(struct platform_device *device, const char *name)
{
	return platform_get_irq(device, 0);
}

int platform_get_irq_byname_optional(struct platform_device *device, const char *name)
{
	return platform_get_irq(device, 0);
}

int platform_irq_count(struct platform_device *device)
{
	return 8;
}

void __iomem *devm_ioremap_resource(struct device *device, const struct resource *resource)
{
	void __iomem *mapped;

	if (!resource)
		return IOMEM_ERR_PTR(-EINVAL);
	mapped = devm_ioremap(device, resource->start, resource_size(resource));
	return mapped ? mapped : IOMEM_ERR_PTR(-ENOMEM);
}

void __iomem *devm_platform_get_and_ioremap_resource(struct platform_device *device, unsigned int number,
						      struct resource **resource)
{
	struct resource *found = platform_get_resource(device, IORESOURCE_MEM, number);

	if (resource)
		*resource = found;
	return devm_ioremap_resource(&device->dev, found);
}

void __iomem *devm_platform_ioremap_resource(struct platform_device *device, unsigned int number)
{
	return devm_platform_get_and_ioremap_resource(device, number, 0);
}

void __iomem *devm_platform_ioremap_resource_byname(struct platform_device *device, const char *name)
{
	return devm_platform_get_and_ioremap_resource(device, 0, 0);
}

struct resource *fh_of_resource(unsigned int type, int number)
{
	return number < 0 || number >= 8 ? 0 : &fh_platform_resources[(type == IORESOURCE_IRQ ? 8 : 0) + number];
}

int of_address_to_resource(struct device_node *node, int number, struct resource *resource)
{
	struct resource *found = fh_of_resource(IORESOURCE_MEM, number);

	if (!found)
		return -EINVAL;
	*resource = *found;
	return 0;
}

void __iomem *of_iomap(struct device_node *node, int number)
{
	struct resource *found = fh_of_resource(IORESOURCE_MEM, number);

	return found ? ioremap(found->start, resource_size(found)) : 0;
}

unsigned int irq_of_parse_and_map(struct device_node *node, int number)
{
	struct resource *found = fh_of_resource(IORESOURCE_IRQ, number);

	return found ? found->start : 0;
}

int of_irq_get(struct device_node *node, int number)
{
	return irq_of_parse_and_map(node, number);
}

const struct of_device_id *of_match_device(const struct of_device_id *matches, const struct device *device)
{
	return device->of_node && matches && (matches->name[0] || matches->type[0] || matches->compatible[0]) ? matches : 0;
}

const struct of_device_id *of_match_node(const struct of_device_id *matches, const struct device_node *node)
{
	return node ? matches : 0;
}

const void *of_device_get_match_data(const struct device *device)
{
	const struct of_device_id *match = of_match_device(device->driver->of_match_table, device);

	return match ? match->data : 0;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
const void *device_get_match_data(const struct device *device)
#else
const void *device_get_match_data(struct device *device)
#endif
{
	return of_device_get_match_data(device);
}
`,
};
