import { allocation, release, type Call, type CallGroup, type Host } from '../../binding/host.ts';
import type { RunState } from '../../binding/run-state.ts';
import type { Framework } from '../framework.ts';
import { kfree, kmalloc } from './memory.ts';

/** Something that a device gives back when it loses its driver [6.1 drivers/base/devres.c]. */
export interface Managed {
  /** What a call that gives it back early knows it by: an address, a line. */
  readonly object: number;
  release(): void;
}

const held = new WeakMap<RunState, Map<number, Managed[]>>();

function listOf(host: Host, device: number): Managed[] {
  const devices = held.get(host.run) ?? new Map<number, Managed[]>();
  held.set(host.run, devices);
  const list = devices.get(device) ?? [];
  devices.set(device, list);
  return list;
}

/** Hands something to a device, to be given back last in, first out. */
export function manage(host: Host, device: number, managed: Managed): void {
  listOf(host, device).push(managed);
}

/** Takes something back from a device before its time; null when it does not have it. */
export function unmanage(host: Host, device: number, object: number): Managed | null {
  const list = listOf(host, device);
  const index = list.findLastIndex((one) => one.object === object);
  return index < 0 ? null : list.splice(index, 1)[0]!;
}

/** Gives back what a device holds, in reverse order: after a probe that failed, and after remove. */
export function releaseManaged(host: Host, device: number): void {
  const list = listOf(host, device);
  for (let last = list.pop(); last; last = list.pop()) last.release();
}

const calls: CallGroup = (host) => {
  const allocate: Call = (device, bytes, gfp) => {
    const object = kmalloc(host, 'devm_kmalloc', bytes, gfp);
    if (object) manage(host, device, { object, release: () => kfree(host, object) });
    return object;
  };
  const copy = (device: number, from: number, bytes: number, gfp: number): number => {
    const to = allocate(device, bytes, gfp) ?? 0;
    if (to) host.memory.u8.copyWithin(to, from, from + bytes);
    return to;
  };
  const map = (device: number, start: number, bytes: number): number => {
    const base = host.kernel.ioremap(start, bytes) >>> 0;
    if (base === 0) return 0;
    host.space.addPages(allocation(host, 'devm_ioremap', base, bytes), 'zeroed');
    const unmap = (): void => {
      host.kernel.iounmap(base);
      release(host, base);
    };
    manage(host, device, { object: base, release: unmap });
    return base;
  };
  const action: Call = (device, handler, data) => {
    manage(host, device, { object: handler, release: () => void host.code.callPointer(handler, data) });
    return 0;
  };
  return {
    devm_kmalloc: allocate,
    devm_kmemdup: (device, from, bytes, gfp) => copy(device, from, bytes, gfp),
    devm_kstrdup: (device, from, gfp) => copy(device, from, host.memory.text(from).length + 1, gfp),
    devm_kasprintf: (device, gfp) => allocate(device, 64, gfp),
    devm_kvasprintf: (device, gfp) => allocate(device, 64, gfp),
    devm_get_free_pages(device, gfp, order) {
      const base = host.kernel.getFreePages(host.code.call('fh_gfp', gfp) ?? 0, order) >>> 0;
      if (base === 0) return 0;
      host.space.addPages(allocation(host, 'devm_get_free_pages', base, 4096 << order));
      const free = (): void => {
        host.kernel.freePages(base, order);
        release(host, base);
      };
      manage(host, device, { object: base, release: free });
      return base;
    },
    devm_kfree(device, object) {
      unmanage(host, device, object)?.release();
      return undefined;
    },
    ...{ devm_ioremap: map, devm_ioremap_uc: map, devm_ioremap_wc: map },
    devm_iounmap(device, address) {
      unmanage(host, device, address)?.release();
      return undefined;
    },
    // the action is done at once where it cannot be kept: here it always can
    ...{ __devm_add_action: action, devm_add_action: action },
    devm_remove_action(device, handler) {
      unmanage(host, device, handler);
      return undefined;
    },
    devm_release_action(device, handler) {
      unmanage(host, device, handler)?.release();
      return undefined;
    },
  };
};

/** Memory and mappings that belong to a device. */
export const managed: Framework = {
  name: 'managed resources',
  headers: ['linux/device.h'],
  calls,
  use: null,
  glue: `
unsigned long fh_dev_driver_data(struct device *device)
{
	return (unsigned long)device->driver_data;
}

void fh_dev_unbind(struct device *device)
{
	device->driver_data = 0;
	device->driver = 0;
}
`,
};
