import type { Call, CallGroup, Host } from '../../binding/host.ts';
import type { Framework } from '../framework.ts';

/** What puts a timer or a tasklet among the work that is due, and what takes it out. */
function queue(host: Host, kind: 'timer' | 'tasklet'): { readonly add: Call; readonly remove: Call } {
  return {
    add(object) {
      const pending = host.run.deferred.some((due) => due.object === object);
      if (!pending) host.run.deferred.push({ kind, object });
      return pending ? 1 : 0;
    },
    remove(object) {
      const index = host.run.deferred.findIndex((due) => due.object === object);
      if (index >= 0) host.run.deferred.splice(index, 1);
      return index >= 0 ? 1 : 0;
    },
  };
}

const timerCalls: CallGroup = (host) => {
  const { add, remove } = queue(host, 'timer');
  return { add_timer: add, mod_timer: add, del_timer: remove, del_timer_sync: remove };
};

const taskletCalls: CallGroup = (host) => {
  const { add, remove } = queue(host, 'tasklet');
  return {
    ...{ tasklet_schedule: add, __tasklet_schedule: add, tasklet_kill: remove },
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
  calls: timerCalls,
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
  calls: taskletCalls,
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
