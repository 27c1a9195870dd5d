import type { Call } from '../../binding/host.ts';
import type { Framework } from '../framework.ts';

const same: Call = (object) => object;
const nothing: Call = () => undefined;
const EEXIST = -17;

/**
 * Objects that are counted. A device of the driver's own is given back by its release function when its last user is gone
 * [6.1 drivers/base/core.c device_initialize, put_device]; what the machine has stays.
 */
export const references: Framework = {
  name: 'references',
  headers: ['linux/device.h'],
  calls: (host) => ({
    ...{ pci_dev_get: same, of_node_get: same, usb_get_dev: same, usb_get_intf: same, fwnode_handle_get: same },
    ...{ pci_dev_put: nothing, of_node_put: nothing, usb_put_dev: nothing, usb_put_intf: nothing },
    ...{ fwnode_handle_put: nothing, device_del: nothing },
    device_add: () => (host.kernel.fallible('device_add') ? EEXIST : 0),
  }),
  use: null,
  glue: `
int *fh_device_users(struct device *device)
{
	return &device->kobj.kref.refcount.refs.counter;
}

void device_initialize(struct device *device)
{
	*fh_device_users(device) = 1;
}

struct device *get_device(struct device *device)
{
	if (device)
		++*fh_device_users(device);
	return device;
}

void put_device(struct device *device)
{
	if (!device || --*fh_device_users(device) != 0)
		return;
	if (device->release)
		device->release(device);
	else if (device->type && device->type->release)
		device->type->release(device);
	else if (device->class && device->class->dev_release)
		device->class->dev_release(device);
}

int device_register(struct device *device)
{
	device_initialize(device);
	return device_add(device);
}

void device_unregister(struct device *device)
{
	device_del(device);
	put_device(device);
}
`,
};
