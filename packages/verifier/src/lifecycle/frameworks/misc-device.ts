import type { Framework } from '../framework.ts';

/** The file operations of a miscellaneous device, which is used as any character device is. */
export const miscDevice: Framework = {
  name: 'misc device',
  headers: ['linux/miscdevice.h'],
  calls: () => ({}),
  use: null,
  glue: `
struct file_operations *fh_misc_operations(struct miscdevice *device)
{
	return device->fops;
}
`,
};
