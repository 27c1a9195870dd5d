/* SPDX-License-Identifier: MIT */
/*
 * MAL, the memory access layer of the 405's ethernet cores.
 *
 * Every channel has a table of buffer descriptors that the MAL reads and
 * writes on its own.  The tables of one direction share the upper address
 * bits, so they come as one block: a page a channel.
 */

#include <linux/errno.h>
#include <linux/init.h>
#include <linux/sched.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>

#include <asm/io.h>
#include <asm/irq.h>
#include <asm/ocp.h>
#include <asm/processor.h>

#define MAL_TABLE_BYTES	4096
#define MAL_NUM_BD	(MAL_TABLE_BYTES / sizeof(struct mal_bd))

#define MAL_DCR_BASE	0x180
#define MAL_CR		0x00
#define MAL_IER		0x02
#define MAL_TXCASR	0x04
#define MAL_TXCARR	0x05
#define MAL_TXEOBISR	0x06
#define MAL_RXCASR	0x10
#define MAL_RXCARR	0x11
#define MAL_RXEOBISR	0x12
#define MAL_TXCTP(n)	(0x20 + (n))
#define MAL_RXCTP(n)	(0x40 + (n))

#define MAL_CR_RESET	0x80000000
#define MAL_CR_LEA	0x00000002
#define MAL_IER_ALL	0x0000001f
#define MAL_ALL_CHANS	0xffffffff

#define MAL_RX_EMPTY	0x8000
#define MAL_RX_WRAP	0x4000

struct mal_bd {
	volatile u16 ctrl;
	volatile u16 len;
	u32 buffer;
};

struct mal {
	unsigned int dcr;

	int tx_channels;
	struct mal_bd *tx_virt;
	dma_addr_t tx_phys;

	int rx_channels;
	struct mal_bd *rx_virt;
	dma_addr_t rx_phys;

	unsigned long tx_events, rx_events, errors;
};

static inline u32 mal_read(struct mal *mal, int reg)
{
	return mfdcr(mal->dcr + reg);
}

static inline void mal_write(struct mal *mal, int reg, u32 val)
{
	mtdcr(mal->dcr + reg, val);
}

static void mal_serr(int irq, void *dev_id, struct pt_regs *regs)
{
	struct mal *mal = dev_id;

	mal->errors++;
}

static void mal_txeob(int irq, void *dev_id, struct pt_regs *regs)
{
	struct mal *mal = dev_id;

	mal_write(mal, MAL_TXEOBISR, mal_read(mal, MAL_TXEOBISR));
	mal->tx_events++;
}

static void mal_rxeob(int irq, void *dev_id, struct pt_regs *regs)
{
	struct mal *mal = dev_id;
	int i;

	mal_write(mal, MAL_RXEOBISR, mal_read(mal, MAL_RXEOBISR));
	for (i = 0; i < MAL_NUM_BD; i++) {
		struct mal_bd *bd = &mal->rx_virt[i];

		if (bd->ctrl & MAL_RX_EMPTY)
			break;
		bd->len = 0;
		bd->ctrl = MAL_RX_EMPTY | (bd->ctrl & MAL_RX_WRAP);
		mal->rx_events++;
	}
}

static const struct {
	int irq;
	void (*handler)(int, void *, struct pt_regs *);
	const char *name;
} mal_irqs[] = {
	{ 10, mal_serr, "MAL error" },
	{ 11, mal_txeob, "MAL tx" },
	{ 12, mal_rxeob, "MAL rx" },
};

static int __init mal_probe(struct ocp_device *odev)
{
	struct ocp_func_mal_data *chans = odev->def->additions;
	struct mal *mal;
	int i, err = 0;

	if (chans == NULL) {
		printk(KERN_ERR "mal%d: no channel numbers\n", odev->def->index);
		return -ENODEV;
	}

	mal = kmalloc(sizeof(struct mal), GFP_KERNEL);
	if (mal == NULL)
		return -ENOMEM;
	memset(mal, 0, sizeof(struct mal));

	mal->dcr = MAL_DCR_BASE;
	mal->tx_channels = chans->num_tx_chans;
	mal->rx_channels = chans->num_rx_chans;

	mal_write(mal, MAL_RXCARR, MAL_ALL_CHANS);
	mal_write(mal, MAL_TXCARR, MAL_ALL_CHANS);
	mal_write(mal, MAL_CR, MAL_CR_RESET);
	mal_write(mal, MAL_CR, MAL_CR_LEA);

	mal->tx_virt = consistent_alloc(GFP_KERNEL,
					MAL_TABLE_BYTES * mal->tx_channels,
					&mal->tx_phys);
	if (mal->tx_virt == NULL) {
		printk(KERN_ERR "mal%d: no memory for descriptors\n",
		       odev->def->index);
		err = -ENOMEM;
		goto fail;
	}
	memset(mal->tx_virt, 0, MAL_TABLE_BYTES * mal->tx_channels);
	for (i = 0; i < mal->tx_channels; i++)
		mal_write(mal, MAL_TXCTP(i), mal->tx_phys + i * MAL_TABLE_BYTES);

	mal->rx_virt = consistent_alloc(GFP_KERNEL,
					MAL_TABLE_BYTES * mal->rx_channels,
					&mal->rx_phys);
	memset(mal->rx_virt, 0, MAL_TABLE_BYTES * mal->rx_channels);
	for (i = 0; i < mal->rx_channels; i++)
		mal_write(mal, MAL_RXCTP(i), mal->rx_phys + i * MAL_TABLE_BYTES);

	for (i = 0; i < ARRAY_SIZE(mal_irqs); i++) {
		err = request_irq(mal_irqs[i].irq, mal_irqs[i].handler, 0,
				  mal_irqs[i].name, mal);
		if (err)
			goto fail;
	}

	mal_write(mal, MAL_IER, MAL_IER_ALL);
	ocp_set_drvdata(odev, mal);

	printk(KERN_INFO "mal%d: %d tx channels, %d rx channels\n",
	       odev->def->index, mal->tx_channels, mal->rx_channels);
	return 0;

fail:
	kfree(mal);
	return err;
}

static void __exit mal_remove(struct ocp_device *odev)
{
	struct mal *mal = ocp_get_drvdata(odev);
	int i;

	ocp_set_drvdata(odev, NULL);

	mal_write(mal, MAL_IER, 0);
	mal_write(mal, MAL_TXCARR, MAL_ALL_CHANS);
	mal_write(mal, MAL_RXCARR, MAL_ALL_CHANS);

	for (i = 0; i < ARRAY_SIZE(mal_irqs); i++)
		free_irq(mal_irqs[i].irq, mal);

	if (mal->tx_virt)
		consistent_free(mal->tx_virt);
	if (mal->rx_virt)
		consistent_free(mal->rx_virt);

	kfree(mal);
}

static struct ocp_device_id mal_ids[] = {
	{ .vendor = OCP_ANY_ID, .function = OCP_FUNC_MAL },
	{ .vendor = OCP_VENDOR_INVALID }
};

static struct ocp_driver mal_driver = {
	.name		= "mal",
	.id_table	= mal_ids,
	.probe		= mal_probe,
	.remove		= mal_remove,
};

static int __init mal_init(void)
{
	if (ocp_register_driver(&mal_driver) == 0) {
		ocp_unregister_driver(&mal_driver);
		return -ENODEV;
	}
	return 0;
}

static void __exit mal_exit(void)
{
	ocp_unregister_driver(&mal_driver);
}

module_init(mal_init);
module_exit(mal_exit);
MODULE_LICENSE("Dual MIT/GPL");
