import type { Framework } from '../framework.ts';

/** Packets of a kernel tree: header and data are two heap blocks [2.4.27 net/core/skbuff.c]. The kit's are inline. */
export const socketBuffer: Framework = {
  name: 'socket buffer',
  headers: ['linux/skbuff.h'],
  treeOnly: true,
  calls: (host) => ({
    alloc_skb: (bytes, gfp) => host.code.call('fh_skb_alloc', bytes, gfp),
    __kfree_skb: (packet) => void host.code.call('fh_skb_free', packet),
    // the stack takes the packet and is done with it at once
    netif_rx(packet) {
      host.code.call('fh_skb_free', packet);
      return 0;
    },
  }),
  use: null,
  glue: `
extern void *kmalloc(size_t bytes, int gfp);
extern void kfree(const void *object);

struct sk_buff *fh_skb_alloc(unsigned int bytes, int gfp)
{
	struct sk_buff *packet = kmalloc(sizeof(*packet), gfp);

	if (!packet)
		return 0;
	memset(packet, 0, sizeof(*packet));
	packet->head = kmalloc(bytes + sizeof(struct skb_shared_info), gfp);
	if (!packet->head) {
		kfree(packet);
		return 0;
	}
	packet->data = packet->tail = packet->head;
	packet->end = packet->head + bytes;
	packet->truesize = bytes + sizeof(*packet);
	atomic_set(&packet->users, 1);
	memset(skb_shinfo(packet), 0, sizeof(struct skb_shared_info));
	atomic_set(&skb_shinfo(packet)->dataref, 1);
	return packet;
}

void fh_skb_free(struct sk_buff *packet)
{
	kfree(packet->head);
	kfree(packet);
}
`,
};
