/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_SOUND_H
#define _KIT_LINUX_SOUND_H

#include <linux/fs.h>

/* The minor that was given, or a negative error. */
extern int register_sound_dsp(struct file_operations *fops, int dev);
extern int register_sound_mixer(struct file_operations *fops, int dev);
extern void unregister_sound_dsp(int unit);
extern void unregister_sound_mixer(int unit);

#endif
