import { taskOf } from '../../binding/calls/context.ts';
import type { Framework } from '../framework.ts';

/** The one task's flag that a signal waits, which headers of a kernel tree read themselves; the kit asks for it. */
export const task: Framework = {
  name: 'task',
  headers: ['linux/sched.h'],
  treeOnly: true,
  calls: () => ({}),
  use: null,
  boot: (host) => void host.code.call('fh_task_boot', taskOf(host)),
  glue: `
/* the one process is root's, as those are that configure devices */
void fh_task_boot(struct task_struct *task)
{
	cap_set_full(task->cap_effective);
	cap_set_full(task->cap_permitted);
}

void fh_task_signal(struct task_struct *task, int pending)
{
	task->sigpending = pending;
}
`,
};
