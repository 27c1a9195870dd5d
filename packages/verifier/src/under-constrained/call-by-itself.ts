import type { Host } from '../binding/host.ts';
import { step, type Framework } from '../lifecycle/framework.ts';
import type { Entry } from './entry.ts';

/** Calls functions of the driver by themselves, one after the other, on what is made up for them. */
export function callByItself(host: Host, frameworks: readonly Framework[], { calls }: Entry): void {
  const lazy = host.run.lazy!;
  for (const { boot } of frameworks) boot?.(host);
  for (const { function: name, arguments: names } of calls) {
    const values = names.map((one) => lazy.argument(one));
    // what it returns says nothing: no framework called it
    step(host, name, () => void host.code.call(name, ...values));
  }
}
