/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_ETHERDEVICE_H
#define _KIT_LINUX_ETHERDEVICE_H

#include <linux/netdevice.h>

static inline void ether_setup(struct net_device *dev)
{
	dev->type = 1;
	dev->hard_header_len = ETH_HLEN;
	dev->mtu = ETH_DATA_LEN;
	dev->addr_len = ETH_ALEN;
	dev->tx_queue_len = 100;
	dev->flags = IFF_BROADCAST | IFF_MULTICAST;
	memset(dev->broadcast, 0xff, ETH_ALEN);
}

/* One zeroed kmalloc block: the device, then its private part on a 32-byte boundary. */
static inline struct net_device *alloc_etherdev(int sizeof_priv)
{
	unsigned int size = (sizeof(struct net_device) + 31) & ~31;
	struct net_device *dev = kmalloc(size + sizeof_priv, GFP_KERNEL);

	if (!dev)
		return NULL;
	memset(dev, 0, size + sizeof_priv);
	if (sizeof_priv)
		dev->priv = (char *)dev + size;
	ether_setup(dev);
	return dev;
}

#define free_netdev(dev) kfree(dev)

static inline unsigned short eth_type_trans(struct sk_buff *skb, struct net_device *dev)
{
	skb->dev = dev;
	skb->data += ETH_HLEN;
	skb->len -= ETH_HLEN;
	return htons(0x0800);
}

#endif
