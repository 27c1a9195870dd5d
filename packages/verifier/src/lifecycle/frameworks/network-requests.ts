import type { Host } from '../../binding/host.ts';
import { step, type Framework } from '../framework.ts';
import { raiseInterrupts } from '../interrupts.ts';
import { giveCommands } from '../user-commands.ts';
import { userBuffer } from '../user-process.ts';

/** SIOCETHTOOL [2.4.27 include/linux/sockios.h], and the subcommands that tools of the time send. */
const ETHTOOL = 0x8946;
const SUBCOMMANDS = 0x22;

function giveEthtool(host: Host, device: number): void {
  const argument = userBuffer(host);
  for (let subcommand = 1; subcommand <= SUBCOMMANDS; subcommand++) {
    host.memory.u32s(argument, 64).fill(0);
    host.memory.setU32(argument, subcommand);
    step(host, `ethtool ${subcommand}`, () => void host.code.call('fh_net_ioctl', device, ETHTOOL, argument));
  }
}

/** What is asked of an interface that is up: filters, statistics, another size and address, commands; then a packet is stuck. */
export function makeRequests(host: Host, device: number): void {
  const { code, kernel } = host;
  if (!code.has('fh_net_ioctl')) return;
  const inSoftirq = (name: string, call: () => void): void => {
    kernel.enterSoftirq();
    step(host, name, () => void call());
    kernel.exitSoftirq();
  };
  // with the transmit lock held, bottom halves off [2.4.27 net/core/dev_mcast.c, net/sched/sch_generic.c]
  inSoftirq('multicast', () => void code.call('fh_net_multicast', device));
  for (const request of ['stats', 'mtu', 'address']) {
    step(host, request, () => void code.call(`fh_net_${request}`, device));
  }
  giveCommands(host, (command, argument) => code.call('fh_net_ioctl', device, command, argument));
  giveEthtool(host, device);
  step(host, 'transmit', () => code.call('fh_net_transmit', device));
  inSoftirq('transmit timeout', () => void code.call('fh_net_timeout', device));
  raiseInterrupts(host);
}

/** Requests to an interface of a kernel tree; the kit's have none. */
export const networkRequests: Framework = {
  name: 'network requests',
  headers: ['linux/netdevice.h', 'linux/if.h'],
  treeOnly: true,
  // what dev_kfree_skb_irq queues is freed when interrupts are over: here at once [2.4.27 net/core/dev.c net_tx_action]
  calls: (host) => ({ cpu_raise_softirq: () => void host.code.call('fh_net_complete') }),
  use: null,
  glue: `
void fh_net_complete(void)
{
	struct sk_buff *packet = softnet_data[0].completion_queue, *next;

	softnet_data[0].completion_queue = 0;
	for (; packet; packet = next) {
		next = packet->next;
		__kfree_skb(packet);
	}
}

void fh_net_multicast(struct net_device *device)
{
	if (device->set_multicast_list)
		device->set_multicast_list(device);
	device->flags |= IFF_PROMISC;
	if (device->set_multicast_list)
		device->set_multicast_list(device);
	device->flags &= ~IFF_PROMISC;
}

void fh_net_stats(struct net_device *device)
{
	if (device->get_stats)
		device->get_stats(device);
}

/* what dev_ioctl lets a driver do [2.4.27 net/core/dev.c] */
void fh_net_mtu(struct net_device *device)
{
	if (device->change_mtu)
		device->change_mtu(device, 1000);
	else
		device->mtu = 1000;
}

void fh_net_address(struct net_device *device)
{
	static struct sockaddr address;

	address.sa_data[1] = 2;
	if (device->set_mac_address)
		device->set_mac_address(device, &address);
}

int fh_net_ioctl(struct net_device *device, int command, char *argument)
{
	static struct ifreq request;

	if (!device->do_ioctl)
		return 0;
	memset(&request, 0, sizeof(request));
	request.ifr_data = argument;
	return device->do_ioctl(device, &request, command);
}

void fh_net_timeout(struct net_device *device)
{
	if (device->tx_timeout)
		device->tx_timeout(device);
}
`,
};
