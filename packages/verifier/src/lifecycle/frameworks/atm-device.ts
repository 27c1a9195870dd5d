import type { Framework } from '../framework.ts';

/** ATM interfaces: made and taken away; no connection is opened [2.4.27 net/atm/resources.c]. */
export const atmDevice: Framework = {
  name: 'atm device',
  headers: ['linux/atmdev.h', 'linux/slab.h'],
  treeOnly: true,
  calls: (host) => ({
    atm_dev_register: (type, operations, number) => host.code.call('fh_atm_register', type, operations, number),
    atm_dev_deregister: (device) => void host.code.call('fh_atm_release', device),
    shutdown_atm_dev: (device) => void host.code.call('fh_atm_shutdown', device),
  }),
  use: null,
  glue: `
struct atm_dev *fh_atm_register(const char *type, const struct atmdev_ops *operations, int number)
{
	struct atm_dev *device = kmalloc(sizeof(*device), GFP_KERNEL);

	if (!device)
		return 0;
	memset(device, 0, sizeof(*device));
	device->type = type;
	device->ops = operations;
	device->number = number < 0 ? 0 : number;
	return device;
}

void fh_atm_release(struct atm_dev *device)
{
	kfree(device);
}

/* no connection is open: the interface goes at once */
void fh_atm_shutdown(struct atm_dev *device)
{
	if (device->ops->dev_close)
		device->ops->dev_close(device);
	kfree(device);
}
`,
};
