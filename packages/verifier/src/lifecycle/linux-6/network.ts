import type { Call, CallGroup, Host } from '../../binding/host.ts';
import type { Registration } from '../../binding/run-state.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';
import { raiseInterrupts } from '../interrupts.ts';
import { manage } from './managed.ts';

const name = 'network device';
const EEXIST = -17;

const calls: CallGroup = (host) => {
  const close = (device: number): void => {
    const held = unregister(host, name, ({ object }) => object === device);
    // an interface that is up is taken down first [6.1 net/core/dev.c unregister_netdevice_many]
    if (held && host.code.call('fh_net_is_up', device)) stop(host, device);
  };
  const register = (device: number): number => {
    const init = host.code.call('fh_net_operation', device, 0) ?? 0;
    const failed = init === 0 ? 0 : host.code.callPointer(init, device);
    if (failed !== 0) return failed;
    if (host.kernel.fallible('register_netdev')) return EEXIST;
    host.code.call('fh_net_registered', device);
    host.run.registrations.push({ framework: name, object: device, number: 0 });
    return 0;
  };
  const remove = (device: number): undefined => {
    close(device);
    const uninit = host.code.call('fh_net_operation', device, 4) ?? 0;
    if (uninit !== 0) host.code.callPointer(uninit, device);
    return undefined;
  };
  // all of them: the last user of a packet is the only one here
  const drop: Call = (packet) => void host.code.call('fh_skb_free', packet);
  const free = (device: number): void => void host.code.call('fh_net_free', device);
  return {
    devm_alloc_etherdev_mqs(device, bytes, transmit, receive) {
      const made = host.code.call('alloc_etherdev_mqs', bytes, transmit, receive) ?? 0;
      if (made) manage(host, device, { object: made, release: () => free(made) });
      return made;
    },
    register_netdev: register,
    register_netdevice: register,
    devm_register_netdev(device, made) {
      const failed = register(made);
      if (failed === 0) manage(host, device, { object: made, release: () => remove(made) });
      return failed;
    },
    unregister_netdev: remove,
    // [6.1 drivers/net/wan/hdlc.c]
    unregister_hdlc_device: remove,
    unregister_netdevice_queue: remove,
    unregister_netdevice_many: () => undefined,
    __napi_schedule: (napi) => void poll(host, napi),
    __napi_schedule_irqoff: (napi) => void poll(host, napi),
    ...{ kfree_skb: drop, kfree_skb_reason: drop, consume_skb: drop, napi_consume_skb: drop, kfree_skb_list: drop },
    ...{ __dev_kfree_skb_any: drop, __dev_kfree_skb_irq: drop, dev_kfree_skb_any_reason: drop },
    ...{ dev_kfree_skb_irq_reason: drop, kfree_skb_partial: drop },
    eth_type_trans: () => 8,
    eth_validate_addr: () => 0,
    eth_mac_addr: () => 0,
    napi_gro_receive(_napi, packet) {
      host.code.call('fh_skb_free', packet);
      return 0;
    },
    netif_receive_skb(packet) {
      host.code.call('fh_skb_free', packet);
      return 0;
    },
    netif_rx(packet) {
      host.code.call('fh_skb_free', packet);
      return 0;
    },
  };
};

function poll(host: Host, napi: number): void {
  if (!host.run.deferred.some((due) => due.object === napi)) host.run.deferred.push({ kind: 'poll', object: napi });
}

function stop(host: Host, device: number): void {
  const operation = host.code.call('fh_net_operation', device, 2) ?? 0;
  if (operation !== 0) step(host, 'stop', () => host.code.callPointer(operation, device));
  host.code.call('fh_net_set_up', device, 0);
}

function use(host: Host, { object }: Registration): void {
  const open = host.code.call('fh_net_operation', object, 1) ?? 0;
  host.code.call('fh_net_set_up', object, 1);
  if (open !== 0 && step(host, 'open', () => host.code.callPointer(open, object)) !== SUCCESS) {
    host.code.call('fh_net_set_up', object, 0);
    return;
  }
  const transmit = host.code.call('fh_net_operation', object, 3) ?? 0;
  if (transmit !== 0) {
    const packet = host.code.call('fh_net_packet', object) ?? 0;
    // NETDEV_TX_BUSY: the packet stays the stack's [6.1 include/linux/netdevice.h]
    if (packet) {
      step(host, 'transmit', () => {
        if (host.code.callPointer(transmit, packet, object) !== 0) host.code.call('fh_skb_free', packet);
        return SUCCESS;
      });
    }
  }
  raiseInterrupts(host);
  stop(host, object);
}

/** Network interfaces: up, one packet out, interrupts and polls, down [6.1 net/core/dev.c]. */
export const network: Framework = {
  name,
  headers: ['linux/netdevice.h', 'linux/etherdevice.h', 'linux/skbuff.h', 'linux/slab.h', 'linux/if_arp.h'],
  calls,
  use,
  glue: `
#include <linux/version.h>
/* The device, its queues and its private part are one block: what the driver never frees is seen as one. */
struct net_device *alloc_netdev_mqs(int private_bytes, const char *name, unsigned char assign,
				    void (*setup)(struct net_device *), unsigned int transmit, unsigned int receive)
{
	unsigned long head = ALIGN(sizeof(struct net_device), NETDEV_ALIGN);
	unsigned long queues = head + ALIGN(private_bytes, NETDEV_ALIGN);
	unsigned long bytes = queues + transmit * sizeof(struct netdev_queue) + MAX_ADDR_LEN;
	struct net_device *device;
	unsigned int at;

	/* [6.1 net/core/dev.c alloc_netdev_mqs, netif_alloc_netdev_queues] */
	if (transmit < 1 || transmit > 0xffff || receive < 1)
		return 0;
	device = kvmalloc(bytes, GFP_KERNEL);
	if (!device)
		return 0;
	__builtin_memset(device, 0, bytes);
	device->_tx = (void *)((char *)device + queues);
	device->num_tx_queues = device->real_num_tx_queues = transmit;
	for (at = 0; at < transmit; at++)
		device->_tx[at].dev = device;
	device->num_rx_queues = device->real_num_rx_queues = receive;
	device->dev_addr = (void *)(device->_tx + transmit);
	INIT_LIST_HEAD(&device->napi_list);
	__builtin_strncpy(device->name, name, IFNAMSIZ - 1);
	if (setup)
		setup(device);
	return device;
}

void ether_setup(struct net_device *device)
{
	device->type = ARPHRD_ETHER;
	device->hard_header_len = 14;
	device->mtu = 1500;
	device->min_mtu = 68;
	device->max_mtu = 1500;
	device->addr_len = 6;
}

struct net_device *alloc_etherdev_mqs(int private_bytes, unsigned int transmit, unsigned int receive)
{
	return alloc_netdev_mqs(private_bytes, "eth%d", 0, ether_setup, transmit, receive);
}

void fh_net_free(struct net_device *device)
{
	kvfree(device);
}

void free_netdev(struct net_device *device)
{
	kvfree(device);
}

unsigned long fh_net_operation(struct net_device *device, int which)
{
	const struct net_device_ops *operations = device->netdev_ops;

	if (!operations)
		return 0;
	switch (which) {
	case 0:
		return (unsigned long)operations->ndo_init;
	case 1:
		return (unsigned long)operations->ndo_open;
	case 2:
		return (unsigned long)operations->ndo_stop;
	case 3:
		return (unsigned long)operations->ndo_start_xmit;
	default:
		return (unsigned long)operations->ndo_uninit;
	}
}

void fh_net_registered(struct net_device *device)
{
	device->reg_state = NETREG_REGISTERED;
	set_bit(__LINK_STATE_PRESENT, &device->state);
}

int fh_net_is_up(struct net_device *device)
{
	return (device->flags & IFF_UP) != 0;
}

void fh_net_set_up(struct net_device *device, int up)
{
	if (up) {
		device->flags |= IFF_UP;
		set_bit(__LINK_STATE_START, &device->state);
	} else {
		device->flags &= ~IFF_UP;
		clear_bit(__LINK_STATE_START, &device->state);
	}
}

void dev_addr_mod(struct net_device *device, unsigned int offset, const void *address, size_t bytes)
{
	__builtin_memcpy((char *)device->dev_addr + offset, address, bytes);
}

void netif_napi_add_weight(struct net_device *device, struct napi_struct *napi,
			   int (*poll)(struct napi_struct *, int), int weight)
{
	napi->dev = device;
	napi->poll = poll;
	napi->weight = weight;
	napi->state = 0;
}

void __netif_napi_del(struct napi_struct *napi)
{
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
void napi_enable(struct napi_struct *napi)
{
}
#endif

void napi_disable(struct napi_struct *napi)
{
}

bool napi_schedule_prep(struct napi_struct *napi)
{
	return !test_and_set_bit(NAPI_STATE_SCHED, &napi->state);
}

bool napi_complete_done(struct napi_struct *napi, int work)
{
	clear_bit(NAPI_STATE_SCHED, &napi->state);
	return true;
}

void fh_poll_run(struct napi_struct *napi)
{
	napi->poll(napi, napi->weight);
}

void netif_carrier_on(struct net_device *device)
{
	clear_bit(__LINK_STATE_NOCARRIER, &device->state);
}

void netif_carrier_off(struct net_device *device)
{
	set_bit(__LINK_STATE_NOCARRIER, &device->state);
}

void netif_tx_wake_queue(struct netdev_queue *queue)
{
	clear_bit(__QUEUE_STATE_DRV_XOFF, &queue->state);
}

struct sk_buff *__alloc_skb(unsigned int bytes, gfp_t gfp, int flags, int node)
{
	struct sk_buff *packet = kmalloc(sizeof(*packet), gfp);

	if (!packet)
		return 0;
	__builtin_memset(packet, 0, sizeof(*packet));
	bytes = SKB_DATA_ALIGN(bytes);
	packet->head = kmalloc(bytes + sizeof(struct skb_shared_info), gfp);
	if (!packet->head) {
		kfree(packet);
		return 0;
	}
	packet->data = packet->head;
	skb_reset_tail_pointer(packet);
	skb_set_end_offset(packet, bytes);
	packet->truesize = bytes + sizeof(*packet);
	refcount_set(&packet->users, 1);
	__builtin_memset(skb_shinfo(packet), 0, sizeof(struct skb_shared_info));
	atomic_set(&skb_shinfo(packet)->dataref, 1);
	return packet;
}

struct sk_buff *__netdev_alloc_skb(struct net_device *device, unsigned int bytes, gfp_t gfp)
{
	struct sk_buff *packet = __alloc_skb(bytes + NET_SKB_PAD, gfp, 0, 0);

	if (packet) {
		skb_reserve(packet, NET_SKB_PAD);
		packet->dev = device;
	}
	return packet;
}

struct sk_buff *__napi_alloc_skb(struct napi_struct *napi, unsigned int bytes, gfp_t gfp)
{
	return __netdev_alloc_skb(napi->dev, bytes, gfp);
}

void *skb_put(struct sk_buff *packet, unsigned int bytes)
{
	void *tail = skb_tail_pointer(packet);

	packet->tail += bytes;
	packet->len += bytes;
	return tail;
}

void *skb_push(struct sk_buff *packet, unsigned int bytes)
{
	packet->data -= bytes;
	packet->len += bytes;
	return packet->data;
}

void *skb_pull(struct sk_buff *packet, unsigned int bytes)
{
	if (bytes > packet->len)
		return 0;
	packet->len -= bytes;
	return packet->data += bytes;
}

void fh_skb_free(struct sk_buff *packet)
{
	if (!packet)
		return;
	kfree(packet->head);
	kfree(packet);
}

struct sk_buff *fh_net_packet(struct net_device *device)
{
	struct sk_buff *packet = __netdev_alloc_skb(device, 64, GFP_ATOMIC);

	if (packet)
		__builtin_memset(skb_put(packet, 60), 0, 60);
	return packet;
}
`,
};
