/* SPDX-License-Identifier: MIT */
/*
 * A small PCI ethernet card with one transmit and one receive ring.  Both
 * rings, and the block that the card is started from, are consistent memory.
 */

#include <linux/errno.h>
#include <linux/init.h>
#include <linux/sched.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/etherdevice.h>
#include <linux/pci.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include <asm/io.h>

#define PCI_VENDOR_ID_PNET	0x1022
#define PCI_DEVICE_ID_PNET	0x2000

#define RING_SIZE	16

#define REG_INIT	0x00
#define REG_CSR		0x04
#define CSR_START	0x0001
#define CSR_STOP	0x0002
#define CSR_TXDONE	0x0100
#define CSR_RXDONE	0x0200
#define CSR_EVENTS	(CSR_TXDONE | CSR_RXDONE)

#define DESC_OWN	0x8000

struct pnet_desc {
	u32 base;
	u16 length;
	volatile u16 status;
};

struct pnet_init_block {
	u32 rx_ring;
	u32 tx_ring;
	u16 rx_len, tx_len;
	u8 addr[ETH_ALEN];
};

struct pnet_private {
	struct pci_dev *pdev;
	volatile u32 *regs;
	spinlock_t lock;
	struct net_device_stats stats;

	struct pnet_desc *rx_ring;
	struct pnet_desc *tx_ring;
	struct pnet_init_block *init_block;
	dma_addr_t rx_ring_dma;
	dma_addr_t tx_ring_dma;
	dma_addr_t init_block_dma;

	struct sk_buff *tx_skb[RING_SIZE];
	dma_addr_t tx_skb_dma[RING_SIZE];
	unsigned int cur_tx, dirty_tx;
};

static int pnet_alloc_rings(struct pnet_private *lp)
{
	lp->rx_ring = pci_alloc_consistent(lp->pdev,
					   sizeof(struct pnet_desc) * RING_SIZE,
					   &lp->rx_ring_dma);
	if (!lp->rx_ring)
		goto out;
	lp->tx_ring = pci_alloc_consistent(lp->pdev,
					   sizeof(struct pnet_desc) * RING_SIZE,
					   &lp->tx_ring_dma);
	if (!lp->tx_ring)
		goto out_rx;
	lp->init_block = pci_alloc_consistent(lp->pdev, sizeof(*lp->init_block),
					      &lp->init_block_dma);
	if (!lp->init_block)
		goto out_tx;
	return 0;

out_tx:
	pci_free_consistent(lp->pdev, sizeof(struct pnet_desc) * RING_SIZE,
			    lp->tx_ring, lp->tx_ring_dma);
out_rx:
	pci_free_consistent(lp->pdev, sizeof(struct pnet_desc) * RING_SIZE,
			    lp->rx_ring, lp->rx_ring_dma);
out:
	return -ENOMEM;
}

static void pnet_free_rings(struct pnet_private *lp)
{
	pci_free_consistent(lp->pdev, sizeof(*lp->init_block), lp->init_block,
			    lp->init_block_dma);
	pci_free_consistent(lp->pdev, sizeof(struct pnet_desc) * RING_SIZE,
			    lp->tx_ring, lp->tx_ring_dma);
	pci_free_consistent(lp->pdev, sizeof(struct pnet_desc) * RING_SIZE,
			    lp->rx_ring, lp->rx_ring_dma);
}

/* Gives back the packets that the card has sent, or all of them. */
static void pnet_clean_tx(struct pnet_private *lp, int all)
{
	while (lp->dirty_tx != lp->cur_tx) {
		unsigned int entry = lp->dirty_tx % RING_SIZE;
		struct sk_buff *skb = lp->tx_skb[entry];

		if (!all && (lp->tx_ring[entry].status & DESC_OWN))
			break;
		pci_unmap_single(lp->pdev, lp->tx_skb_dma[entry], skb->len,
				 PCI_DMA_TODEVICE);
		lp->tx_skb[entry] = NULL;
		dev_kfree_skb_irq(skb);
		lp->dirty_tx++;
	}
}

static void pnet_interrupt(int irq, void *dev_id, struct pt_regs *regs)
{
	struct net_device *dev = dev_id;
	struct pnet_private *lp = dev->priv;
	u32 events;

	spin_lock(&lp->lock);
	events = readl(lp->regs + REG_CSR / 4) & CSR_EVENTS;
	writel(events, lp->regs + REG_CSR / 4);
	if (events & CSR_TXDONE) {
		pnet_clean_tx(lp, 0);
		netif_wake_queue(dev);
	}
	if (events & CSR_RXDONE)
		lp->stats.rx_packets++;
	spin_unlock(&lp->lock);
}

static int pnet_open(struct net_device *dev)
{
	struct pnet_private *lp = dev->priv;
	int err;

	err = pnet_alloc_rings(lp);
	if (err)
		return err;
	lp->cur_tx = lp->dirty_tx = 0;
	lp->init_block->rx_ring = cpu_to_le32(lp->rx_ring_dma);
	lp->init_block->tx_ring = cpu_to_le32(lp->tx_ring_dma);
	lp->init_block->rx_len = lp->init_block->tx_len = cpu_to_le16(RING_SIZE);
	memcpy(lp->init_block->addr, dev->dev_addr, ETH_ALEN);

	err = request_irq(dev->irq, pnet_interrupt, SA_SHIRQ, dev->name, dev);
	if (err) {
		pnet_free_rings(lp);
		return err;
	}
	writel(lp->init_block_dma, lp->regs + REG_INIT / 4);
	writel(CSR_START, lp->regs + REG_CSR / 4);
	netif_start_queue(dev);
	return 0;
}

static int pnet_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct pnet_private *lp = dev->priv;
	unsigned int entry;
	unsigned long flags;

	spin_lock_irqsave(&lp->lock, flags);
	entry = lp->cur_tx % RING_SIZE;
	lp->tx_skb[entry] = skb;
	lp->tx_skb_dma[entry] = pci_map_single(lp->pdev, skb->data, skb->len,
					       PCI_DMA_TODEVICE);
	lp->tx_ring[entry].base = cpu_to_le32(lp->tx_skb_dma[entry]);
	lp->tx_ring[entry].length = cpu_to_le16(skb->len);
	wmb();
	lp->tx_ring[entry].status = DESC_OWN;
	lp->cur_tx++;
	lp->stats.tx_packets++;
	if (lp->cur_tx - lp->dirty_tx == RING_SIZE)
		netif_stop_queue(dev);
	dev->trans_start = jiffies;
	spin_unlock_irqrestore(&lp->lock, flags);
	return 0;
}

static int pnet_close(struct net_device *dev)
{
	struct pnet_private *lp = dev->priv;

	netif_stop_queue(dev);
	writel(CSR_STOP, lp->regs + REG_CSR / 4);
	free_irq(dev->irq, dev);
	pnet_clean_tx(lp, 1);
	pnet_free_rings(lp);
	return 0;
}

static struct net_device_stats *pnet_get_stats(struct net_device *dev)
{
	struct pnet_private *lp = dev->priv;

	return &lp->stats;
}

static int __devinit pnet_probe(struct pci_dev *pdev,
				const struct pci_device_id *id)
{
	struct net_device *dev;
	struct pnet_private *lp;
	int err;

	err = pci_enable_device(pdev);
	if (err)
		return err;
	pci_set_master(pdev);

	err = pci_request_regions(pdev, "pnet");
	if (err)
		goto out_disable;
	dev = alloc_etherdev(sizeof(*lp));
	if (!dev) {
		err = -ENOMEM;
		goto out_regions;
	}
	SET_MODULE_OWNER(dev);
	lp = dev->priv;
	lp->pdev = pdev;
	spin_lock_init(&lp->lock);
	lp->regs = ioremap(pci_resource_start(pdev, 0), pci_resource_len(pdev, 0));
	if (!lp->regs) {
		err = -ENOMEM;
		goto out_dev;
	}

	dev->irq = pdev->irq;
	dev->open = pnet_open;
	dev->stop = pnet_close;
	dev->hard_start_xmit = pnet_start_xmit;
	dev->get_stats = pnet_get_stats;
	err = register_netdev(dev);
	if (err)
		goto out_regs;
	pci_set_drvdata(pdev, dev);
	return 0;

out_regs:
	iounmap((void *)lp->regs);
out_dev:
	free_netdev(dev);
out_regions:
	pci_release_regions(pdev);
out_disable:
	pci_disable_device(pdev);
	return err;
}

static void __devexit pnet_remove(struct pci_dev *pdev)
{
	struct net_device *dev = pci_get_drvdata(pdev);
	struct pnet_private *lp = dev->priv;

	unregister_netdev(dev);
	iounmap((void *)lp->regs);
	pci_set_drvdata(pdev, NULL);
	free_netdev(dev);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
}

static struct pci_device_id pnet_ids[] = {
	{ PCI_VENDOR_ID_PNET, PCI_DEVICE_ID_PNET, PCI_ANY_ID, PCI_ANY_ID },
	{ 0 }
};
MODULE_DEVICE_TABLE(pci, pnet_ids);

static struct pci_driver pnet_driver = {
	.name		= "pnet",
	.id_table	= pnet_ids,
	.probe		= pnet_probe,
	.remove		= __devexit_p(pnet_remove),
};

static int __init pnet_init(void)
{
	return pci_module_init(&pnet_driver);
}

static void __exit pnet_exit(void)
{
	pci_unregister_driver(&pnet_driver);
}

module_init(pnet_init);
module_exit(pnet_exit);
MODULE_LICENSE("Dual MIT/GPL");
