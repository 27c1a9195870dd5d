import type { Framework } from '../framework.ts';

/** The one task's flag that a signal waits, which headers of a kernel tree read themselves; the kit asks for it. */
export const task: Framework = {
  name: 'task',
  headers: ['linux/sched.h'],
  treeOnly: true,
  calls: () => ({}),
  use: null,
  glue: `
void fh_task_signal(struct task_struct *task, int pending)
{
	task->sigpending = pending;
}
`,
};
