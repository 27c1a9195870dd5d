import type { Call, CallGroup, Host } from '../../binding/host.ts';
import type { DeferredWork } from '../../binding/run-state.ts';
import type { Framework } from '../framework.ts';
import { allocation, release } from '../../binding/host.ts';

function add(host: Host, kind: DeferredWork['kind'], object: number): number {
  const pending = host.run.deferred.some((due) => due.object === object);
  if (!pending) host.run.deferred.push({ kind, object });
  return pending ? 0 : 1;
}

function remove(host: Host, object: number): number {
  const index = host.run.deferred.findIndex((due) => due.object === object);
  if (index >= 0) host.run.deferred.splice(index, 1);
  return index >= 0 ? 1 : 0;
}

const calls: CallGroup = (host) => {
  const addTimer: Call = (timer) => 1 - add(host, 'timer', timer);
  const drop: Call = (object) => remove(host, object);
  const nothing: Call = () => undefined;
  const addTasklet: Call = (tasklet) => void add(host, 'tasklet', tasklet);
  const queue: Call = (_cpu, _queue, work) => add(host, 'work', work);
  const queueDelayed: Call = (_cpu, _queue, work) => add(host, 'work', host.code.call('fh_delayed_work', work) ?? 0);
  const dropDelayed: Call = (work) => remove(host, host.code.call('fh_delayed_work', work) ?? 0);
  const flush: Call = (work) => {
    if (remove(host, work)) host.code.call('fh_work_run', work);
    return 0;
  };
  return {
    ...{ add_timer: addTimer, mod_timer: addTimer, mod_timer_pending: addTimer, timer_reduce: addTimer },
    ...{
      del_timer: drop,
      del_timer_sync: drop,
      timer_delete: drop,
      timer_delete_sync: drop,
      timer_shutdown_sync: drop,
    },
    ...{ try_to_del_timer_sync: drop, tasklet_kill: (tasklet) => void remove(host, tasklet) },
    ...{ __tasklet_schedule: addTasklet, __tasklet_hi_schedule: addTasklet, tasklet_unlock_wait: nothing },
    ...{ queue_work_on: queue, queue_delayed_work_on: queueDelayed, mod_delayed_work_on: queueDelayed },
    ...{
      cancel_work_sync: drop,
      cancel_work: drop,
      cancel_delayed_work: dropDelayed,
      cancel_delayed_work_sync: dropDelayed,
    },
    flush_work: flush,
    flush_delayed_work: (work) => flush(host.code.call('fh_delayed_work', work) ?? 0),
    ...{ __flush_workqueue: nothing, drain_workqueue: nothing, flush_scheduled_work: nothing },
    alloc_workqueue() {
      const base = host.kernel.kmalloc(64, 0x1f0) >>> 0;
      if (base) host.space.addObject(allocation(host, 'alloc_workqueue', base, 64));
      return base;
    },
    destroy_workqueue(queueAt) {
      host.kernel.kfree(queueAt);
      release(host, queueAt);
      return undefined;
    },
  };
};

/** Timers, tasklets and work: due as soon as the driver lets go of the processor [6.1 kernel/workqueue.c, kernel/time/timer.c]. */
export const deferred: Framework = {
  name: 'deferred work',
  headers: ['linux/timer.h', 'linux/interrupt.h', 'linux/workqueue.h'],
  calls,
  use: null,
  glue: `
#include <linux/version.h>
void init_timer_key(struct timer_list *timer, void (*function)(struct timer_list *), unsigned int flags,
		    const char *name, struct lock_class_key *key)
{
	timer->entry.pprev = 0;
	timer->function = function;
	timer->flags = flags;
}

void delayed_work_timer_fn(struct timer_list *timer)
{
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 9, 0)
void tasklet_setup(struct tasklet_struct *tasklet, void (*callback)(struct tasklet_struct *))
{
	tasklet->next = 0;
	tasklet->state = 0;
	tasklet->count = (atomic_t)ATOMIC_INIT(0);
	tasklet->callback = callback;
	tasklet->use_callback = true;
	tasklet->data = 0;
}
#endif

void tasklet_init(struct tasklet_struct *tasklet, void (*function)(unsigned long), unsigned long data)
{
	tasklet->next = 0;
	tasklet->state = 0;
	tasklet->count = (atomic_t)ATOMIC_INIT(0);
	tasklet->func = function;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 9, 0)
	tasklet->use_callback = false;
#endif
	tasklet->data = data;
}

void fh_timer_run(struct timer_list *timer)
{
	timer->function(timer);
}

void fh_tasklet_run(struct tasklet_struct *tasklet)
{
	tasklet->state = 0;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 9, 0)
	if (tasklet->use_callback) {
		tasklet->callback(tasklet);
		return;
	}
#endif
	tasklet->func(tasklet->data);
}

unsigned long fh_delayed_work(struct delayed_work *delayed)
{
	return (unsigned long)&delayed->work;
}

void fh_work_run(struct work_struct *work)
{
	work->func(work);
}
`,
};
