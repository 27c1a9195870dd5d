import type { CallGroup, Host } from '../../binding/host.ts';
import type { Registration } from '../../binding/run-state.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';
import { raiseInterrupts } from '../interrupts.ts';

const name = 'wireless device';
const EEXIST = -17;

const calls: CallGroup = (host) => ({
  ieee80211_register_hw(device) {
    if (host.kernel.fallible('ieee80211_register_hw')) return EEXIST;
    host.run.registrations.push({ framework: name, object: device, number: 0 });
    return 0;
  },
  ieee80211_unregister_hw(device) {
    unregister(host, name, ({ object }) => object === device);
    return undefined;
  },
});

function use(host: Host, { object }: Registration): void {
  if (step(host, 'start', () => host.code.call('fh_wireless_start', object)) !== SUCCESS) return;
  raiseInterrupts(host);
  step(host, 'stop', () => void host.code.call('fh_wireless_stop', object));
}

/** Wireless interfaces of the kernel's own stack: allocated with the driver's part, started, stopped [6.1 net/mac80211/main.c]. */
export const wireless: Framework = {
  name,
  headers: ['linux/slab.h', 'net/mac80211.h'],
  calls,
  use,
  glue: `
struct fh_wireless {
	struct ieee80211_hw hw;
	struct wiphy wiphy;
	const struct ieee80211_ops *operations;
	char private[] __attribute__((aligned(32)));
};

struct ieee80211_hw *ieee80211_alloc_hw_nm(size_t bytes, const struct ieee80211_ops *operations, const char *name)
{
	struct fh_wireless *device = kzalloc(sizeof(*device) + bytes, GFP_KERNEL);

	if (!device)
		return 0;
	device->operations = operations;
	device->hw.wiphy = &device->wiphy;
	device->hw.priv = device->private;
	device->hw.max_rates = 1;
	device->hw.queues = 1;
	return &device->hw;
}

void ieee80211_free_hw(struct ieee80211_hw *hw)
{
	kfree(container_of(hw, struct fh_wireless, hw));
}

int fh_wireless_start(struct ieee80211_hw *hw)
{
	return container_of(hw, struct fh_wireless, hw)->operations->start(hw);
}

void fh_wireless_stop(struct ieee80211_hw *hw)
{
	container_of(hw, struct fh_wireless, hw)->operations->stop(hw);
}
`,
};
