/* SPDX-License-Identifier: MIT */
/*
 * LCD controller of the IBM 405LP, quarter VGA, 16 bits a pixel.
 *
 * The controller wants its memory aligned to its own size, so a whole block
 * of the buddy allocator is taken.
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
#include <asm/processor.h>

#define LCD_XRES		320
#define LCD_YRES		240
#define LCD_BYTES_PER_PIXEL	2
#define LCD_BYTES		(LCD_XRES * LCD_YRES * LCD_BYTES_PER_PIXEL)

#define DCRN_LCD_CFG		0x3c8
#define DCRN_LCD_BASE		0x3c9
#define LCD_CFG_ENABLE		0x80000000

struct lcd405_par {
	struct fb_info info;
	unsigned long fb_pages;
	void *fb_mem;		/* what the allocator gave */
	char *fb_draw;		/* where drawing starts */
	u32 fb_bus;		/* the same for the controller */
};

static struct lcd405_par *lcd405;

static int lcd405_alloc_fb(struct lcd405_par *par)
{
	struct page *page;
	unsigned long n;
	int order;

	par->fb_pages = (LCD_BYTES + PAGE_SIZE - 1) >> PAGE_SHIFT;
	order = get_order(par->fb_pages * PAGE_SIZE);

	par->fb_mem = consistent_alloc(GFP_KERNEL, 1 << (order + PAGE_SHIFT),
					 &par->fb_bus);
	if (par->fb_mem == NULL) {
		printk(KERN_ERR "lcd405: no memory for %lu pages\n",
		       par->fb_pages);
		return -ENOMEM;
	}
	par->fb_draw = par->fb_mem;

	page = virt_to_page(__va(par->fb_bus));
	for (n = 0; n < par->fb_pages; n++)
		SetPageReserved(page + n);
	memset(par->fb_draw, 0, LCD_BYTES);
	return 0;
}

static void lcd405_free_fb(struct lcd405_par *par)
{
	struct page *page = virt_to_page(__va(par->fb_bus));
	unsigned long n;

	for (n = 0; n < par->fb_pages; n++)
		ClearPageReserved(page + n);
	consistent_free(par->fb_mem);
}

static int lcd405_get_fix(struct fb_fix_screeninfo *fix, int con,
			  struct fb_info *info)
{
	struct lcd405_par *par = info->par;

	memset(fix, 0, sizeof(*fix));
	strcpy(fix->id, "405LP LCD");
	fix->smem_start = par->fb_bus;
	fix->smem_len = LCD_BYTES;
	fix->type = FB_TYPE_PACKED_PIXELS;
	fix->visual = FB_VISUAL_TRUECOLOR;
	fix->line_length = LCD_XRES * LCD_BYTES_PER_PIXEL;
	fix->accel = FB_ACCEL_NONE;
	return 0;
}

static int lcd405_get_var(struct fb_var_screeninfo *var, int con,
			  struct fb_info *info)
{
	memset(var, 0, sizeof(*var));
	var->xres = var->xres_virtual = LCD_XRES;
	var->yres = var->yres_virtual = LCD_YRES;
	var->bits_per_pixel = 8 * LCD_BYTES_PER_PIXEL;
	var->red.offset = 11;
	var->red.length = 5;
	var->green.offset = 5;
	var->green.length = 6;
	var->blue.length = 5;
	return 0;
}

static int lcd405_set_var(struct fb_var_screeninfo *var, int con,
			  struct fb_info *info)
{
	if (var->xres != LCD_XRES || var->yres != LCD_YRES)
		return -EINVAL;
	return lcd405_get_var(var, con, info);
}

static int lcd405_get_cmap(struct fb_cmap *cmap, int kspc, int con,
			   struct fb_info *info)
{
	return -EINVAL;
}

static int lcd405_set_cmap(struct fb_cmap *cmap, int kspc, int con,
			   struct fb_info *info)
{
	return -EINVAL;
}

static struct fb_ops lcd405_ops = {
	.owner		= THIS_MODULE,
	.fb_get_fix	= lcd405_get_fix,
	.fb_get_var	= lcd405_get_var,
	.fb_set_var	= lcd405_set_var,
	.fb_get_cmap	= lcd405_get_cmap,
	.fb_set_cmap	= lcd405_set_cmap,
};

static int __init lcd405_init(void)
{
	struct lcd405_par *par;
	int err;

	par = kmalloc(sizeof(*par), GFP_KERNEL);
	if (!par)
		return -ENOMEM;
	memset(par, 0, sizeof(*par));

	err = lcd405_alloc_fb(par);
	if (err)
		goto out_par;

	mtdcr(DCRN_LCD_BASE, par->fb_bus);
	mtdcr(DCRN_LCD_CFG, LCD_CFG_ENABLE);

	strcpy(par->info.modename, "lcd405");
	par->info.node = -1;
	par->info.fbops = &lcd405_ops;
	par->info.flags = FBINFO_FLAG_MODULE;
	par->info.screen_base = par->fb_draw;
	par->info.par = par;
	err = register_framebuffer(&par->info);
	if (err < 0)
		goto out_mem;

	lcd405 = par;
	return 0;

out_mem:
	mtdcr(DCRN_LCD_CFG, 0);
	lcd405_free_fb(par);
out_par:
	kfree(par);
	return err;
}

static void __exit lcd405_exit(void)
{
	unregister_framebuffer(&lcd405->info);
	mtdcr(DCRN_LCD_CFG, 0);
	iounmap(lcd405->fb_draw);
	lcd405_free_fb(lcd405);
	kfree(lcd405);
}

module_init(lcd405_init);
module_exit(lcd405_exit);
MODULE_LICENSE("Dual MIT/GPL");
