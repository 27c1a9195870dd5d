import type { Call, CallGroup, Host } from '../../binding/host.ts';
import type { Registration } from '../../binding/run-state.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';
import { raiseInterrupts } from '../interrupts.ts';
import { makeRequests } from './network-requests.ts';

const name = 'network device';
const EEXIST = -17;

const calls: CallGroup = (host) => {
  const register = (device: number): number => {
    const failed = host.code.call('fh_net_init', device) ?? 0;
    if (failed !== 0) return failed;
    if (host.kernel.fallible('register_netdev')) return EEXIST;
    host.run.registrations.push({ framework: name, object: device, number: 0 });
    return 0;
  };
  const remove = (device: number): undefined => {
    const held = unregister(host, name, ({ object }) => object === device);
    // an interface that is up is taken down first [2.4.27 net/core/dev.c unregister_netdevice]
    if (held) host.code.call('fh_net_close', device);
    return undefined;
  };
  // what a driver asks for the private part of its device comes right behind it [2.4.27 drivers/net/net_init.c]
  const allocate: Call = (privateBytes) => host.code.call('fh_net_alloc', privateBytes);
  const initialise: Call = (device, privateBytes) => device || host.code.call('fh_net_alloc', privateBytes);
  return {
    alloc_etherdev: allocate,
    init_etherdev: initialise,
    register_netdev: (device) => register(device),
    register_netdevice: (device) => register(device),
    // the network device is the first member [2.4.27 include/linux/hdlc.h]
    register_hdlc_device: (device) => register(device),
    unregister_hdlc_device: (device) => remove(device),
    dev_alloc_name: (device) => host.code.call('fh_net_name', device),
    ...{ rtnl_lock: () => undefined, rtnl_unlock: () => undefined },
    unregister_netdev: (device) => remove(device),
    unregister_netdevice: (device) => remove(device),
  };
};

function use(host: Host, { object }: Registration): void {
  if (step(host, 'open', () => host.code.call('fh_net_open', object)) !== SUCCESS) return;
  step(host, 'transmit', () => host.code.call('fh_net_transmit', object));
  raiseInterrupts(host);
  makeRequests(host, object);
  step(host, 'stop', () => host.code.call('fh_net_close', object));
}

/** Network interfaces: up, one packet out, interrupts, down [2.4.27 net/core/dev.c]. */
export const networkDevice: Framework = {
  name,
  headers: ['linux/netdevice.h'],
  calls,
  use,
  glue: `
int fh_net_init(struct net_device *device)
{
	return device->init ? device->init(device) : 0;
}

struct net_device *fh_net_alloc(int private_bytes)
{
	unsigned long bytes = sizeof(struct net_device) + 31 + private_bytes;
	struct net_device *device = kmalloc(bytes, GFP_KERNEL);

	if (!device)
		return 0;
	memset(device, 0, bytes);
	if (private_bytes)
		device->priv = (void *)(((unsigned long)(device + 1) + 31) & ~31UL);
	return device;
}

int fh_net_open(struct net_device *device)
{
	int result = device->open ? device->open(device) : 0;

	if (!result)
		device->flags |= IFF_UP;
	return result;
}

int fh_net_close(struct net_device *device)
{
	if (!(device->flags & IFF_UP))
		return 0;
	device->flags &= ~IFF_UP;
	return device->stop ? device->stop(device) : 0;
}

int fh_net_name(struct net_device *device)
{
	strcpy(device->name, "eth0");
	return 0;
}

int fh_net_transmit(struct net_device *device)
{
	struct sk_buff *packet;
	int result;

	if (!device->hard_start_xmit)
		return 0;
	packet = dev_alloc_skb(64);
	if (!packet)
		return 0;
	memset(skb_put(packet, 60), 0, 60);
	packet->dev = device;
	result = device->hard_start_xmit(packet, device);
	if (result)
		dev_kfree_skb(packet);
	return 0;
}
`,
};
