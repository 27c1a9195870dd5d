/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_NETDEVICE_H
#define _KIT_LINUX_NETDEVICE_H

#include <linux/if_ether.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <asm/atomic.h>
#include <asm/bitops.h>

#define IFNAMSIZ 16
#define MAX_ADDR_LEN 8
#define IFF_UP 0x1
#define IFF_BROADCAST 0x2
#define IFF_PROMISC 0x100
#define IFF_MULTICAST 0x1000

struct module;
struct ifreq;
struct ifmap;

struct net_device_stats {
	unsigned long rx_packets;
	unsigned long tx_packets;
	unsigned long rx_bytes;
	unsigned long tx_bytes;
	unsigned long rx_errors;
	unsigned long tx_errors;
	unsigned long rx_dropped;
	unsigned long tx_dropped;
	unsigned long multicast;
	unsigned long collisions;
	unsigned long rx_length_errors;
	unsigned long rx_over_errors;
	unsigned long rx_crc_errors;
	unsigned long rx_frame_errors;
	unsigned long rx_fifo_errors;
	unsigned long rx_missed_errors;
	unsigned long tx_aborted_errors;
	unsigned long tx_carrier_errors;
	unsigned long tx_fifo_errors;
	unsigned long tx_heartbeat_errors;
	unsigned long tx_window_errors;
	unsigned long rx_compressed;
	unsigned long tx_compressed;
};

enum netdev_state_t {
	__LINK_STATE_XOFF = 0,
	__LINK_STATE_START,
	__LINK_STATE_PRESENT,
	__LINK_STATE_SCHED,
	__LINK_STATE_NOCARRIER
};

struct net_device {
	char name[IFNAMSIZ];
	unsigned long mem_end;
	unsigned long mem_start;
	unsigned long base_addr;
	unsigned int irq;
	unsigned char if_port;
	unsigned char dma;
	unsigned long state;
	struct net_device *next;
	int (*init)(struct net_device *dev);
	int ifindex;
	struct net_device_stats *(*get_stats)(struct net_device *dev);
	unsigned long trans_start;
	unsigned long last_rx;
	unsigned short flags;
	unsigned mtu;
	unsigned short type;
	unsigned short hard_header_len;
	void *priv;
	unsigned char broadcast[MAX_ADDR_LEN];
	unsigned char dev_addr[MAX_ADDR_LEN];
	unsigned char addr_len;
	int watchdog_timeo;
	unsigned long tx_queue_len;
	spinlock_t xmit_lock;
	atomic_t refcnt;
	int features;
	void (*uninit)(struct net_device *dev);
	void (*destructor)(struct net_device *dev);
	int (*open)(struct net_device *dev);
	int (*stop)(struct net_device *dev);
	int (*hard_start_xmit)(struct sk_buff *skb, struct net_device *dev);
	int (*poll)(struct net_device *dev, int *quota);
	void (*set_multicast_list)(struct net_device *dev);
	int (*set_mac_address)(struct net_device *dev, void *addr);
	int (*do_ioctl)(struct net_device *dev, struct ifreq *ifr, int cmd);
	int (*set_config)(struct net_device *dev, struct ifmap *map);
	int (*change_mtu)(struct net_device *dev, int new_mtu);
	void (*tx_timeout)(struct net_device *dev);
	struct module *owner;
};

extern int register_netdev(struct net_device *dev);
extern void unregister_netdev(struct net_device *dev);

static inline void netif_start_queue(struct net_device *dev)
{
	clear_bit(__LINK_STATE_XOFF, &dev->state);
}

static inline void netif_stop_queue(struct net_device *dev)
{
	set_bit(__LINK_STATE_XOFF, &dev->state);
}

#define netif_wake_queue(dev) netif_start_queue(dev)

static inline int netif_queue_stopped(struct net_device *dev)
{
	return test_bit(__LINK_STATE_XOFF, &dev->state);
}

static inline int netif_running(struct net_device *dev)
{
	return test_bit(__LINK_STATE_START, &dev->state);
}

static inline void netif_carrier_on(struct net_device *dev)
{
	clear_bit(__LINK_STATE_NOCARRIER, &dev->state);
}

static inline void netif_carrier_off(struct net_device *dev)
{
	set_bit(__LINK_STATE_NOCARRIER, &dev->state);
}

/* The stack takes the packet and is done with it at once. */
static inline int netif_rx(struct sk_buff *skb)
{
	kfree_skb(skb);
	return 0;
}

#endif
