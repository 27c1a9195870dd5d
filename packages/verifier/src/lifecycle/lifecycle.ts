import type { Host } from '../binding/host.ts';
import { exportsAllocator, useExportedAllocators } from './exported-allocators.ts';
import { step, SUCCESS, type Framework } from './framework.ts';
import { raiseInterrupts } from './interrupts.ts';

/** Whether a driver has anything to call. */
export function hasEntry({ code }: Host): boolean {
  return code.has('init_module') || exportsAllocator(code);
}

/**
 * The life of a module: load, use of everything it registered, unload. What fails ends there, as the kernel would end it:
 * a module whose init fails is not used and its exit is not called [2.4.27 kernel/module.c sys_init_module].
 */
export function runLifecycle(host: Host, frameworks: readonly Framework[]): void {
  if (!host.code.has('init_module')) {
    useExportedAllocators(host);
    return;
  }
  for (const { boot } of frameworks) boot?.(host);
  if (step(host, 'load', () => host.code.call('init_module')) !== SUCCESS) return;
  raiseInterrupts(host);
  for (const registration of [...host.run.registrations]) {
    frameworks.find(({ name }) => name === registration.framework)?.use?.(host, registration);
  }
  step(host, 'unload', () => void host.code.call('cleanup_module'));
}
