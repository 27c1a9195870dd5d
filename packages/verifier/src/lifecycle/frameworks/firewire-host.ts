import type { Framework } from '../framework.ts';

/** Host adapters of the FireWire bus: made and registered; the bus has no nodes [2.4.27 drivers/ieee1394/hosts.c]. */
export const firewireHost: Framework = {
  name: 'firewire host',
  headers: ['ieee1394/hosts.h', 'linux/slab.h'],
  treeOnly: true,
  calls: (host) => ({
    hpsb_alloc_host: (driver, bytes) => host.code.call('fh_firewire_alloc', driver, bytes),
    ...{ hpsb_add_host: () => undefined, hpsb_remove_host: () => undefined },
    ...{
      hpsb_ref_host: (adapter) => adapter,
      hpsb_unref_host: (adapter) => void host.code.call('fh_firewire_free', adapter),
    },
  }),
  use: null,
  glue: `
struct hpsb_host *fh_firewire_alloc(struct hpsb_host_driver *driver, unsigned long bytes)
{
	struct hpsb_host *host = kmalloc(sizeof(*host) + bytes, GFP_KERNEL);

	if (!host)
		return 0;
	memset(host, 0, sizeof(*host) + bytes);
	host->hostdata = host + 1;
	host->driver = driver;
	INIT_LIST_HEAD(&host->pending_packets);
	return host;
}

void fh_firewire_free(struct hpsb_host *host)
{
	kfree(host);
}
`,
};
