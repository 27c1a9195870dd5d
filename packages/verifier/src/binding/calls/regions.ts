import type { CallGroup } from '../host.ts';

/** Claims of I/O and memory ranges [2.4.27 kernel/resource.c]: granted, with the start standing for the resource. */
export const regionCalls: CallGroup = (host) => {
  const request =
    (kind: string) =>
    (start: number): number =>
      host.kernel.fallible(kind) ? 0 : start || 1;
  const port = request('request_region');
  return {
    __request_region: (_resource, start) => port(start),
    __release_region: () => undefined,
    request_region: port,
    release_region: () => undefined,
    request_mem_region: request('request_mem_region'),
    release_mem_region: () => undefined,
  };
};
