import type { Call, CallGroup } from '../../binding/host.ts';
import type { Framework } from '../framework.ts';

const queue: CallGroup = (host) => {
  const add =
    (kind: 'timer' | 'tasklet'): Call =>
    (object) => {
      const pending = host.run.deferred.some((due) => due.object === object);
      if (!pending) host.run.deferred.push({ kind, object: object });
      return pending ? 1 : 0;
    };
  const remove: Call = (object) => {
    const index = host.run.deferred.findIndex((due) => due.object === object);
    if (index >= 0) host.run.deferred.splice(index, 1);
    return index >= 0 ? 1 : 0;
  };
  return {
    ...{ add_timer: add('timer'), mod_timer: add('timer'), del_timer: remove, del_timer_sync: remove },
    ...{ tasklet_schedule: add('tasklet'), __tasklet_schedule: add('tasklet'), tasklet_kill: remove },
    ...{ tasklet_enable: () => undefined, tasklet_disable: () => undefined },
    tasklet_init(tasklet, handler, data) {
      host.code.call('fh_tasklet_set', tasklet, handler, data);
      return undefined;
    },
  };
};

/** Timers: due as soon as the driver lets go of the processor [2.4.27 kernel/timer.c]. */
export const timers: Framework = {
  name: 'timer',
  headers: ['linux/timer.h'],
  calls: queue,
  use: null,
  glue: `
void fh_timer_run(struct timer_list *timer)
{
	timer->function(timer->data);
}
`,
};

/** Tasklets [2.4.27 kernel/softirq.c]. */
export const tasklets: Framework = {
  name: 'tasklet',
  headers: ['linux/interrupt.h'],
  calls: () => ({}),
  use: null,
  glue: `
void fh_tasklet_run(struct tasklet_struct *tasklet)
{
	tasklet->func(tasklet->data);
}

void fh_tasklet_set(struct tasklet_struct *tasklet, void (*func)(unsigned long), unsigned long data)
{
	tasklet->next = 0;
	tasklet->state = 0;
	tasklet->func = func;
	tasklet->data = data;
}
`,
};
