import type { CallGroup } from '../../binding/host.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';

const name = 'ocp';

const calls: CallGroup = (host) => ({
  ocp_register_driver(driver) {
    const result = step(host, 'probe', () => host.code.call('fh_ocp_probe', driver));
    if (result !== SUCCESS) return 0;
    host.run.registrations.push({ framework: name, object: driver, number: 0 });
    return 1;
  },
  ocp_unregister_driver(driver) {
    const bound = unregister(host, name, ({ object }) => object === driver);
    if (bound) step(host, 'remove', () => host.code.call('fh_ocp_remove', driver));
    return undefined;
  },
});

/** On-chip peripherals of the PowerPC 4xx: one device that matches what the driver asks for [2.4.27 arch/ppc/kernel/ocp.c]. */
export const ocp: Framework = {
  name,
  headers: ['asm/ocp.h'],
  calls,
  use: null,
  glue: `
static struct ocp_def fh_ocp_def;
static struct ocp_device fh_ocp_device;
/* what a board's table gives beside the device: the channels of a 405GP */
static struct ocp_func_mal_data fh_ocp_mal = { .num_tx_chans = 4, .num_rx_chans = 2 };

int fh_ocp_probe(struct ocp_driver *driver)
{
	const struct ocp_device_id *id = driver->id_table;
	int result;

	fh_ocp_def.vendor = id && id->vendor != OCP_ANY_ID ? id->vendor : OCP_VENDOR_IBM;
	fh_ocp_def.function = id ? id->function : OCP_ANY_ID;
	fh_ocp_def.index = 0;
	fh_ocp_def.paddr = 0xef600000;
	fh_ocp_def.irq = 15;
	fh_ocp_def.additions = fh_ocp_def.function == OCP_FUNC_MAL ? &fh_ocp_mal : 0;
	fh_ocp_device.def = &fh_ocp_def;
	fh_ocp_device.drvdata = 0;
	fh_ocp_device.driver = driver;
	result = driver->probe(&fh_ocp_device);
	if (result)
		fh_ocp_device.driver = 0;
	return result;
}

void fh_ocp_remove(struct ocp_driver *driver)
{
	if (driver->remove)
		driver->remove(&fh_ocp_device);
	fh_ocp_device.driver = 0;
}
`,
};
