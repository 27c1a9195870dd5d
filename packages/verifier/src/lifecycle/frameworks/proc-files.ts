import type { CallGroup } from '../../binding/host.ts';
import type { Framework } from '../framework.ts';

/** Entries in /proc, which drivers fill in: one structure serves them all [2.4.27 fs/proc/generic.c]. */
export const procFiles: Framework = {
  name: 'proc files',
  headers: ['linux/proc_fs.h'],
  treeOnly: true,
  calls: ((host) => {
    const entry = (call: string) => () => (host.kernel.fallible(call) ? 0 : host.code.call('fh_proc_entry'));
    return {
      create_proc_entry: entry('create_proc_entry'),
      proc_mkdir: entry('proc_mkdir'),
      remove_proc_entry: () => undefined,
    };
  }) satisfies CallGroup,
  use: null,
  glue: `
static struct proc_dir_entry fh_proc;

struct proc_dir_entry *fh_proc_entry(void)
{
	return &fh_proc;
}
`,
};
