import type { Host } from '../binding/host.ts';
import { notePolled } from './polled-memory.ts';
import { DriverStopped } from './stops.ts';

/** The sanitizer's callbacks [clang KernelAddressSanitizer]: every load and store, before it happens. */
export function accessCallbacks(host: Host): Record<string, (address: number, size: number) => undefined> {
  const check = (address: number, size: number, write: boolean): undefined => {
    const violation = host.space.violation(address >>> 0, size, write);
    if (violation) throw new DriverStopped({ kind: 'violation', violation });
    if (host.run.polling && !write) notePolled(host, address >>> 0, size);
    return undefined;
  };
  const callbacks: Record<string, (address: number, size: number) => undefined> = {
    __asan_handle_no_return: () => undefined,
  };
  // the kernel's names carry `noabort` only where the compiler was told to recover
  for (const suffix of ['', '_noabort']) {
    callbacks[`__asan_loadN${suffix}`] = (address, size) => check(address, size, false);
    callbacks[`__asan_storeN${suffix}`] = (address, size) => check(address, size, true);
    for (const size of [1, 2, 4, 8, 16]) {
      callbacks[`__asan_load${size}${suffix}`] = (address) => check(address, size, false);
      callbacks[`__asan_store${size}${suffix}`] = (address) => check(address, size, true);
    }
  }
  return callbacks;
}
