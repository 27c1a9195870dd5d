/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_SKBUFF_H
#define _KIT_LINUX_SKBUFF_H

#include <linux/slab.h>

struct net_device;

#define CHECKSUM_NONE 0
#define CHECKSUM_HW 1
#define CHECKSUM_UNNECESSARY 2

struct sk_buff {
	struct sk_buff *next;
	struct sk_buff *prev;
	struct net_device *dev;
	unsigned int len;
	unsigned char ip_summed;
	unsigned short protocol;
	unsigned int truesize;
	unsigned char *head;
	unsigned char *data;
	unsigned char *tail;
	unsigned char *end;
};

/* Header and data are two kmalloc blocks, as they are two caches in the kernel: each can fail, each can leak. */
static inline struct sk_buff *alloc_skb(unsigned int size, int gfp_mask)
{
	struct sk_buff *skb = kmalloc(sizeof(*skb), gfp_mask);

	if (!skb)
		return NULL;
	memset(skb, 0, sizeof(*skb));
	skb->head = kmalloc(size, gfp_mask);
	if (!skb->head) {
		kfree(skb);
		return NULL;
	}
	skb->data = skb->tail = skb->head;
	skb->end = skb->head + size;
	skb->truesize = size + sizeof(*skb);
	return skb;
}

static inline void kfree_skb(struct sk_buff *skb)
{
	kfree(skb->head);
	kfree(skb);
}

#define dev_kfree_skb(skb) kfree_skb(skb)
#define dev_kfree_skb_irq(skb) kfree_skb(skb)
#define dev_kfree_skb_any(skb) kfree_skb(skb)

static inline void skb_reserve(struct sk_buff *skb, unsigned int len)
{
	skb->data += len;
	skb->tail += len;
}

static inline unsigned char *skb_put(struct sk_buff *skb, unsigned int len)
{
	unsigned char *tail = skb->tail;

	skb->tail += len;
	skb->len += len;
	if (skb->tail > skb->end)
		BUG();
	return tail;
}

static inline struct sk_buff *dev_alloc_skb(unsigned int length)
{
	struct sk_buff *skb = alloc_skb(length + 16, GFP_ATOMIC);

	if (skb)
		skb_reserve(skb, 16);
	return skb;
}

#endif
