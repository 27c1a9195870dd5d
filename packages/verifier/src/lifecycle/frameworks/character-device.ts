import type { Call, CallGroup, Host } from '../../binding/host.ts';
import type { Registration } from '../../binding/run-state.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';
import { raiseInterrupts } from '../interrupts.ts';
import { giveCommands } from '../user-commands.ts';
import { mapDevice, userBuffer } from '../user-process.ts';

const name = 'character device';
const EBUSY = -16;
const DYNAMIC_MAJOR = 254;
/** Bytes a process reads and writes at a time: some of anything, less than a page. */
const TRANSFER = 64;

const calls: CallGroup = (host) => {
  const register = (what: string, operations: number, number: number, returned: number): number => {
    if (host.kernel.fallible(what)) return EBUSY;
    host.run.registrations.push({ framework: name, object: operations, number });
    return returned;
  };
  const byNumber: Call = (number) => {
    unregister(host, name, (held) => held.number === number);
    return 0;
  };
  return {
    register_chrdev: (major, _name, operations) =>
      register('register_chrdev', operations, major || DYNAMIC_MAJOR, major === 0 ? DYNAMIC_MAJOR : 0),
    unregister_chrdev: byNumber,
    misc_register: (device) => register('misc_register', host.code.call('fh_misc_operations', device) ?? 0, device, 0),
    misc_deregister: byNumber,
    // minors 3 and 0: the first dsp and mixer [2.4.27 drivers/sound/sound_core.c]
    register_sound_dsp: (operations) => register('register_sound_dsp', operations, 3, 3),
    unregister_sound_dsp: byNumber,
    register_sound_mixer: (operations) => register('register_sound_mixer', operations, 0, 0),
    unregister_sound_mixer: byNumber,
    register_sound_midi: (operations) => register('register_sound_midi', operations, 2, 2),
    unregister_sound_midi: byNumber,
    register_sound_special: (operations, unit) => register('register_sound_special', operations, unit, unit),
    unregister_sound_special: byNumber,
  };
};

function use(host: Host, { object }: Registration): void {
  const { code } = host;
  if (object === 0) return;
  if (step(host, 'open', () => code.call('fh_file_open', object)) !== SUCCESS) return;
  const buffer = userBuffer(host);
  step(host, 'write', () => void code.call('fh_file_write', object, buffer, TRANSFER));
  raiseInterrupts(host);
  giveCommands(host, (command, argument) => code.call('fh_file_ioctl', object, command, argument));
  step(host, 'read', () => void code.call('fh_file_read', object, buffer, TRANSFER));
  if (code.call('fh_file_maps', object))
    mapDevice(host, 1, (start, end) => code.call('fh_file_mmap', object, start, end));
  step(host, 'close', () => void code.call('fh_file_close', object));
}

/** Files: opened, written, given commands, read, mapped, closed [2.4.27 fs/devices.c, fs/open.c]. */
export const characterDevice: Framework = {
  name,
  headers: ['linux/fs.h'],
  calls,
  use,
  glue: `
static struct inode fh_inode;
static struct file fh_file;

int fh_file_open(struct file_operations *operations)
{
	fh_file.f_op = operations;
	fh_file.f_mode = FMODE_READ | FMODE_WRITE;
	fh_file.f_flags = 0;
	fh_file.f_pos = 0;
	fh_file.private_data = 0;
	return operations->open ? operations->open(&fh_inode, &fh_file) : 0;
}

/* open may have put other operations in the place of those registered [2.4.27 fs/devices.c chrdev_open] */
int fh_file_write(struct file_operations *operations, const char *from, unsigned long bytes)
{
	return fh_file.f_op->write ? fh_file.f_op->write(&fh_file, from, bytes, &fh_file.f_pos) : 0;
}

int fh_file_read(struct file_operations *operations, char *to, unsigned long bytes)
{
	return fh_file.f_op->read ? fh_file.f_op->read(&fh_file, to, bytes, &fh_file.f_pos) : 0;
}

int fh_file_ioctl(struct file_operations *operations, unsigned int command, unsigned long argument)
{
	return fh_file.f_op->ioctl ? fh_file.f_op->ioctl(&fh_inode, &fh_file, command, argument) : 0;
}

int fh_file_close(struct file_operations *operations)
{
	return fh_file.f_op->release ? fh_file.f_op->release(&fh_inode, &fh_file) : 0;
}
`,
};
