import type { Framework } from '../framework.ts';

/** Industrial I/O devices, which have the driver's part behind them [6.1 drivers/iio/industrialio-core.c]. */
export const sensor: Framework = {
  name: 'sensor',
  headers: ['linux/slab.h', 'linux/device.h', 'linux/iio/iio.h'],
  calls: () => ({}),
  use: null,
  glue: `
struct fh_sensor {
	struct iio_dev device;
	char private[] __attribute__((aligned(64)));
};

struct iio_dev *iio_device_alloc(struct device *parent, int bytes)
{
	struct fh_sensor *sensor = kzalloc(sizeof(*sensor) + bytes, GFP_KERNEL);

	if (!sensor)
		return 0;
	sensor->device.priv = sensor->private;
	sensor->device.dev.parent = parent;
	return &sensor->device;
}

struct iio_dev *devm_iio_device_alloc(struct device *parent, int bytes)
{
	struct fh_sensor *sensor = devm_kzalloc(parent, sizeof(*sensor) + bytes, GFP_KERNEL);

	if (!sensor)
		return 0;
	sensor->device.priv = sensor->private;
	sensor->device.dev.parent = parent;
	return &sensor->device;
}

void iio_device_free(struct iio_dev *device)
{
	kfree(device);
}
`,
};
