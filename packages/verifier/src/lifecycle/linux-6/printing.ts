import type { Call, CallGroup } from '../../binding/host.ts';
import { formatted } from '../../binding/printf.ts';
import type { Framework } from '../framework.ts';

const calls: CallGroup = (host) => {
  const print = (format: number, area: number): number => {
    const text = formatted(host.memory, format, area).replace(/^\x01./, '');
    Object.assign(host.run.events.at(-1)!, { text });
    return text.length;
  };
  const ofDevice: Call = (_device, format, area) => void print(format, area);
  const levels = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info'].map((level) => [
    `_dev_${level}`,
    ofDevice,
  ]);
  return {
    _printk: print,
    ...(Object.fromEntries(levels) as Record<string, Call>),
    _dev_printk: (_level, _device, format, area) => void print(format, area),
    dev_err_probe(_device, error, format, area) {
      print(format, area);
      return error | 0;
    },
    warn_slowpath_fmt: (_file, _line, _taint, format, area) => void (format && print(format, area)),
    __warn_printk: (format, area) => void print(format, area),
    ...{ ___ratelimit: () => 1, __printk_ratelimit: () => 1, dump_stack: () => undefined },
    netdev_err: ofDevice,
    ...{ netdev_warn: ofDevice, netdev_info: ofDevice, netdev_notice: ofDevice, netdev_crit: ofDevice },
    netdev_printk: (_level, _device, format, area) => void print(format, area),
  };
};

/** What a driver says [6.1 kernel/printk, drivers/base/core.c]. */
export const printing: Framework = { name: 'printing', headers: ['linux/printk.h'], calls, use: null, glue: '' };
