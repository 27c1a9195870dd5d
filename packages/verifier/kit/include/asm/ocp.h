/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_OCP_H
#define _KIT_ASM_OCP_H

#include <linux/init.h>
#include <linux/list.h>
#include <linux/types.h>
#include <asm/ocp_ids.h>

#define OCP_ANY_ID (~0)
#define OCP_ANY_INDEX -1
#define OCP_IRQ_NA -1
#define OCP_IRQ_MUL -2
#define OCP_CPM_NA 0
#define OCP_PADDR_NA 0

struct ocp_device_id {
	unsigned int vendor, function;
	unsigned long driver_data;
};

struct ocp_def {
	unsigned int vendor;
	unsigned int function;
	int index;
	phys_addr_t paddr;
	int irq;
	unsigned long pm;
	void *additions;
};

struct ocp_device {
	struct list_head link;
	char name[80];
	struct ocp_def *def;
	void *drvdata;
	struct ocp_driver *driver;
	u32 current_state;
};

struct ocp_driver {
	const char *name;
	const struct ocp_device_id *id_table;
	int (*probe)(struct ocp_device *dev);
	void (*remove)(struct ocp_device *dev);
	int (*save_state)(struct ocp_device *dev, u32 state);
	int (*suspend)(struct ocp_device *dev, u32 state);
	int (*resume)(struct ocp_device *dev);
	int (*enable_wake)(struct ocp_device *dev, u32 state, int enable);
	struct list_head link;
};

static inline void *ocp_get_drvdata(struct ocp_device *pdev)
{
	return pdev->drvdata;
}

static inline void ocp_set_drvdata(struct ocp_device *pdev, void *data)
{
	pdev->drvdata = data;
}

/* The number of devices claimed, or a negative error. */
extern int ocp_register_driver(struct ocp_driver *drv);
extern void ocp_unregister_driver(struct ocp_driver *drv);

#endif
