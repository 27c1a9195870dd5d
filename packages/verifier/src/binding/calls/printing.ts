import { DriverStopped } from '../../memory/stops.ts';
import { checkRange, type CallGroup } from '../host.ts';
import { formatted } from '../printf.ts';

/** printk and its kin. Variable arguments arrive as the address of an area that holds them [WebAssembly C ABI]. */
export const printingCalls: CallGroup = (host) => {
  const said = (format: number, area: number): string => formatted(host.memory, format, area);
  const print = (to: number, text: string): number => {
    checkRange(host, to, text.length + 1, true);
    return host.memory.setText(to, text);
  };
  return {
    printk(format, area) {
      const text = said(format, area).replace(/^<\d>/, '');
      Object.assign(host.run.events.at(-1)!, { text });
      return text.length;
    },
    sprintf: (to, format, area) => print(to, said(format, area)),
    snprintf: (to, size, format, area) => print(to, said(format, area).slice(0, Math.max(size - 1, 0))),
    // a va_list is the address of the same area
    vsprintf: (to, format, area) => print(to, said(format, area)),
    vsnprintf: (to, size, format, area) => print(to, said(format, area).slice(0, Math.max(size - 1, 0))),
    panic(format, area) {
      throw new DriverStopped({ kind: 'panic', message: said(format, area) });
    },
    do_BUG: (file, line) => bug(host.memory.text(file), line),
    __model_bug: (file, line) => bug(host.memory.text(file), line),
    // what BUG() is in headers that keep it out of line
    __out_of_line_bug: (line) => bug('a header', line),
    // reached where the compiler proved that control cannot go on
    abort: () => bug('abort', 0),
  };

  function bug(file: string, line: number): undefined {
    host.kernel.bug(`BUG() at ${file.split('/').at(-1)!}:${line}`);
    throw new DriverStopped({ kind: 'oops' });
  }
};
