import type { CallGroup, Host } from '../../binding/host.ts';
import type { Registration } from '../../binding/run-state.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';
import { giveCommands } from '../user-commands.ts';

const name = 'block device';
const EBUSY = -16;
const DYNAMIC_MAJOR = 253;

const calls: CallGroup = (host) => ({
  register_blkdev(major, _name, operations) {
    if (host.kernel.fallible('register_blkdev')) return EBUSY;
    host.run.registrations.push({ framework: name, object: operations, number: major || DYNAMIC_MAJOR });
    return major === 0 ? DYNAMIC_MAJOR : 0;
  },
  unregister_blkdev(major) {
    unregister(host, name, (held) => held.number === major);
    return 0;
  },
});

function use(host: Host, { object, number }: Registration): void {
  const { code } = host;
  if (object === 0) return;
  if (step(host, 'open', () => code.call('fh_block_open', object, number)) !== SUCCESS) return;
  giveCommands(host, (command, argument) => code.call('fh_block_ioctl', object, command, argument));
  step(host, 'close', () => void code.call('fh_block_close', object));
}

/** Disks: opened, given commands, closed [2.4.27 fs/block_dev.c]. Their requests are not made. */
export const blockDevice: Framework = {
  name,
  headers: ['linux/fs.h', 'linux/blkdev.h'],
  treeOnly: true,
  calls,
  use,
  glue: `
static struct inode fh_block_inode;
static struct file fh_block_file;

int fh_block_open(struct block_device_operations *operations, int major)
{
	fh_block_inode.i_rdev = MKDEV(major, 0);
	fh_block_file.f_mode = FMODE_READ | FMODE_WRITE;
	return operations->open ? operations->open(&fh_block_inode, &fh_block_file) : 0;
}

int fh_block_ioctl(struct block_device_operations *operations, unsigned int command, unsigned long argument)
{
	return operations->ioctl ? operations->ioctl(&fh_block_inode, &fh_block_file, command, argument) : 0;
}

int fh_block_close(struct block_device_operations *operations)
{
	return operations->release ? operations->release(&fh_block_inode, &fh_block_file) : 0;
}
`,
};
