/* SPDX-License-Identifier: MIT */
/*
 * Frame buffer of the Virtex-II Pro reference board.
 *
 * The controller scans out 480 lines of 1024 words, of which 640 are seen.
 * fbmem maps the memory into processes by smem_start and smem_len, so this
 * driver needs no mmap of its own, only pages that can be mapped.
 */

#include <linux/errno.h>
#include <linux/fb.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/io.h>

#define XRES		640
#define YRES		480
#define LINE_BYTES	(1024 * 4)
#define FB_SIZE		(LINE_BYTES * YRES)

#define CTRL_PHYS	0xd0000000
#define CTRL_SIZE	8
#define REG_FB_ADDR	0
#define REG_CTRL	1
#define CTRL_ENABLE	1

struct v2pfb {
	struct fb_info fb;
	volatile u32 *regs;
	unsigned long screen_virt;
	dma_addr_t screen_bus;
	u32 pseudo_palette[16];
};

static struct v2pfb *v2pfb;

static int v2pfb_get_fix(struct fb_fix_screeninfo *fix, int con,
			 struct fb_info *info)
{
	struct v2pfb *v = (struct v2pfb *)info;

	memset(fix, 0, sizeof(*fix));
	strcpy(fix->id, "Virtex-II Pro");
	fix->smem_start = v->screen_bus;
	fix->smem_len = FB_SIZE;
	fix->type = FB_TYPE_PACKED_PIXELS;
	fix->visual = FB_VISUAL_TRUECOLOR;
	fix->line_length = LINE_BYTES;
	fix->accel = FB_ACCEL_NONE;
	return 0;
}

static int v2pfb_get_var(struct fb_var_screeninfo *var, int con,
			 struct fb_info *info)
{
	memset(var, 0, sizeof(*var));
	var->xres = var->xres_virtual = XRES;
	var->yres = var->yres_virtual = YRES;
	var->bits_per_pixel = 32;
	var->red.offset = 16;
	var->green.offset = 8;
	var->red.length = var->green.length = var->blue.length = 8;
	var->activate = FB_ACTIVATE_NOW;
	return 0;
}

static int v2pfb_set_var(struct fb_var_screeninfo *var, int con,
			 struct fb_info *info)
{
	if (var->xres != XRES || var->yres != YRES || var->bits_per_pixel != 32)
		return -EINVAL;
	return v2pfb_get_var(var, con, info);
}

static int v2pfb_get_cmap(struct fb_cmap *cmap, int kspc, int con,
			  struct fb_info *info)
{
	return -EINVAL;
}

static int v2pfb_set_cmap(struct fb_cmap *cmap, int kspc, int con,
			  struct fb_info *info)
{
	return -EINVAL;
}

static struct fb_ops v2pfb_ops = {
	.owner		= THIS_MODULE,
	.fb_get_fix	= v2pfb_get_fix,
	.fb_get_var	= v2pfb_get_var,
	.fb_set_var	= v2pfb_set_var,
	.fb_get_cmap	= v2pfb_get_cmap,
	.fb_set_cmap	= v2pfb_set_cmap,
};

static void v2pfb_remove(struct v2pfb *v)
{
	out_be32(v->regs + REG_CTRL, 0);
	iounmap((void *)v->regs);
	consistent_free((void *)v->screen_virt);
	kfree(v);
}

static int __init v2pfb_init(void)
{
	struct v2pfb *v;
	struct page *page, *end;
	int err;

	v = kmalloc(sizeof(*v), GFP_KERNEL);
	if (!v)
		return -ENOMEM;
	memset(v, 0, sizeof(*v));

	v->screen_virt = (unsigned long)consistent_alloc(GFP_KERNEL, FB_SIZE,
							&v->screen_bus);
	if (!v->screen_virt) {
		err = -ENOMEM;
		goto out_state;
	}

	/* Without the reserved bit remap_page_range() skips the pages. */
	page = virt_to_page(__va(v->screen_bus));
	end = virt_to_page(__va(v->screen_bus + FB_SIZE - 1));
	while (page <= end)
		SetPageReserved(page++);
	memset((void *)v->screen_virt, 0, FB_SIZE);

	v->regs = ioremap(CTRL_PHYS, CTRL_SIZE);
	if (!v->regs) {
		err = -ENOMEM;
		goto out_mem;
	}
	out_be32(v->regs + REG_FB_ADDR, v->screen_bus);
	out_be32(v->regs + REG_CTRL, CTRL_ENABLE);

	strcpy(v->fb.modename, "v2pfb");
	v->fb.node = -1;
	v->fb.fbops = &v2pfb_ops;
	v->fb.flags = FBINFO_FLAG_MODULE;
	v->fb.screen_base = (char *)v->screen_virt;
	v->fb.pseudo_palette = v->pseudo_palette;
	v2pfb_get_fix(&v->fb.fix, -1, &v->fb);
	v2pfb_get_var(&v->fb.var, -1, &v->fb);

	err = register_framebuffer(&v->fb);
	if (err < 0) {
		v2pfb_remove(v);
		return err;
	}
	v2pfb = v;
	return 0;

out_mem:
	consistent_free((void *)v->screen_virt);
out_state:
	kfree(v);
	return err;
}

static void __exit v2pfb_exit(void)
{
	unregister_framebuffer(&v2pfb->fb);
	v2pfb_remove(v2pfb);
}

module_init(v2pfb_init);
module_exit(v2pfb_exit);
MODULE_LICENSE("Dual MIT/GPL");
