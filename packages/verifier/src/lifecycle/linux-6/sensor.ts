import type { Framework } from '../framework.ts';

/** Industrial I/O devices, which have the driver's part behind them, and tell where it is since 5.9 [6.1 drivers/iio/industrialio-core.c]. */
export const sensor: Framework = {
  name: 'sensor',
  headers: ['linux/slab.h', 'linux/device.h', 'linux/iio/iio.h'],
  calls: () => ({}),
  use: null,
  glue: `
#include <linux/version.h>
struct fh_sensor {
	struct iio_dev device;
	char private[] __attribute__((aligned(64)));
};

struct iio_dev *fh_sensor_made(struct fh_sensor *sensor, struct device *parent)
{
	if (!sensor)
		return 0;
	sensor->device.dev.parent = parent;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 9, 0)
	sensor->device.priv = sensor->private;
#endif
	return &sensor->device;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 9, 0)
struct iio_dev *iio_device_alloc(struct device *parent, int bytes)
{
	return fh_sensor_made(kzalloc(sizeof(struct fh_sensor) + bytes, GFP_KERNEL), parent);
}
#else
struct iio_dev *iio_device_alloc(int bytes)
{
	return fh_sensor_made(kzalloc(sizeof(struct fh_sensor) + bytes, GFP_KERNEL), 0);
}
#endif

struct iio_dev *devm_iio_device_alloc(struct device *parent, int bytes)
{
	return fh_sensor_made(devm_kzalloc(parent, sizeof(struct fh_sensor) + bytes, GFP_KERNEL), parent);
}

void iio_device_free(struct iio_dev *device)
{
	kfree(device);
}
`,
};
