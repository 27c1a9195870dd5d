/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_FB_H
#define _KIT_LINUX_FB_H

#include <linux/devfs_fs_kernel.h>
#include <linux/fs.h>
#include <linux/ioctl.h>
#include <linux/types.h>

#define FB_TYPE_PACKED_PIXELS 0
#define FB_VISUAL_TRUECOLOR 2
#define FB_VISUAL_PSEUDOCOLOR 3
#define FB_ACCEL_NONE 0
#define FB_ACTIVATE_NOW 0
#define FB_ACTIVATE_TEST 2
#define FB_ACTIVATE_MASK 15
#define FB_VMODE_NONINTERLACED 0
#define FBINFO_FLAG_MODULE 1

/* smem_start is a physical address. */
struct fb_fix_screeninfo {
	char id[16];
	unsigned long smem_start;
	__u32 smem_len;
	__u32 type;
	__u32 type_aux;
	__u32 visual;
	__u16 xpanstep;
	__u16 ypanstep;
	__u16 ywrapstep;
	__u32 line_length;
	unsigned long mmio_start;
	__u32 mmio_len;
	__u32 accel;
	__u16 reserved[3];
};

struct fb_bitfield {
	__u32 offset;
	__u32 length;
	__u32 msb_right;
};

struct fb_var_screeninfo {
	__u32 xres;
	__u32 yres;
	__u32 xres_virtual;
	__u32 yres_virtual;
	__u32 xoffset;
	__u32 yoffset;
	__u32 bits_per_pixel;
	__u32 grayscale;
	struct fb_bitfield red;
	struct fb_bitfield green;
	struct fb_bitfield blue;
	struct fb_bitfield transp;
	__u32 nonstd;
	__u32 activate;
	__u32 height;
	__u32 width;
	__u32 accel_flags;
	__u32 pixclock;
	__u32 left_margin;
	__u32 right_margin;
	__u32 upper_margin;
	__u32 lower_margin;
	__u32 hsync_len;
	__u32 vsync_len;
	__u32 sync;
	__u32 vmode;
	__u32 reserved[6];
};

struct fb_cmap {
	__u32 start;
	__u32 len;
	__u16 *red;
	__u16 *green;
	__u16 *blue;
	__u16 *transp;
};

struct fb_info;
struct module;
struct display;
struct vm_area_struct;

struct fb_ops {
	struct module *owner;
	int (*fb_open)(struct fb_info *info, int user);
	int (*fb_release)(struct fb_info *info, int user);
	int (*fb_get_fix)(struct fb_fix_screeninfo *fix, int con, struct fb_info *info);
	int (*fb_get_var)(struct fb_var_screeninfo *var, int con, struct fb_info *info);
	int (*fb_set_var)(struct fb_var_screeninfo *var, int con, struct fb_info *info);
	int (*fb_get_cmap)(struct fb_cmap *cmap, int kspc, int con, struct fb_info *info);
	int (*fb_set_cmap)(struct fb_cmap *cmap, int kspc, int con, struct fb_info *info);
	int (*fb_pan_display)(struct fb_var_screeninfo *var, int con, struct fb_info *info);
	int (*fb_ioctl)(struct inode *inode, struct file *file, unsigned int cmd, unsigned long arg, int con,
			struct fb_info *info);
	int (*fb_mmap)(struct fb_info *info, struct file *file, struct vm_area_struct *vma);
	int (*fb_rasterimg)(struct fb_info *info, int start);
};

struct fb_info {
	char modename[40];
	kdev_t node;
	int flags;
	int open;
	struct fb_var_screeninfo var;
	struct fb_fix_screeninfo fix;
	struct fb_cmap cmap;
	struct fb_ops *fbops;
	char *screen_base;
	struct display *disp;
	char fontname[40];
	devfs_handle_t devfs_handle;
	devfs_handle_t devfs_lhandle;
	int (*changevar)(int);
	int (*switch_con)(int, struct fb_info *);
	int (*updatevar)(int, struct fb_info *);
	void (*blank)(int, struct fb_info *);
	void *pseudo_palette;
	void *par;
};

extern int register_framebuffer(struct fb_info *fb_info);
extern int unregister_framebuffer(struct fb_info *fb_info);

#endif
