import { checkRange, type CallGroup } from '../../binding/host.ts';
import type { Framework } from '../framework.ts';

const EBUSY = -16;
/** The major numbers given out to who asks for any [6.1 include/linux/fs.h CHRDEV_MAJOR_DYN_END, BLKDEV_MAJOR_MAX]. */
const MAJOR = 234;
const MINOR_BITS = 20;

const calls: CallGroup = (host) => ({
  alloc_chrdev_region(to, first) {
    if (host.kernel.fallible('alloc_chrdev_region')) return EBUSY;
    checkRange(host, to, 4, true);
    host.memory.setU32(to, (MAJOR << MINOR_BITS) | first);
    return 0;
  },
  unregister_chrdev_region: () => undefined,
  __register_blkdev(major) {
    if (host.kernel.fallible('__register_blkdev')) return EBUSY;
    return major === 0 ? MAJOR : 0;
  },
  unregister_blkdev: () => undefined,
  get_random_bytes(to, bytes) {
    checkRange(host, to, bytes, true);
    for (let at = 0; at < bytes; at++) host.memory.u8[to + at] = 0x24 + at;
  },
});

/** Numbers that the kernel gives: of devices, and such as are to be unforeseeable, which are the same in every run. */
export const numbers: Framework = { name: 'numbers', headers: [], calls, use: null, glue: '' };
