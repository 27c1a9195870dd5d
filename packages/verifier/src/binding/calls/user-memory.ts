import { checkRange, type Call, type CallGroup } from '../host.ts';

/** Copies between driver and process, and the driver's mmap. The kernel's side of a copy is checked byte by byte. */
export const userCalls: CallGroup = (host) => {
  const { memory } = host;
  const copy =
    (what: string, kernelSide: 'to' | 'from'): Call =>
    (to, from, bytes) => {
      host.kernel.mightSleep(what);
      if (host.kernel.fallible(what)) return bytes;
      checkRange(host, kernelSide === 'to' ? to : from, bytes, kernelSide === 'to');
      memory.u8.copyWithin(to, from, from + bytes);
      return 0;
    };
  const clear: Call = (to, bytes) => {
    host.kernel.mightSleep('clear_user');
    memory.u8.fill(0, to, to + bytes);
    return 0;
  };
  return {
    copy_from_user: copy('copy_from_user', 'to'),
    copy_to_user: copy('copy_to_user', 'from'),
    __model_copy_from_user: copy('copy_from_user', 'to'),
    __model_copy_to_user: copy('copy_to_user', 'from'),
    clear_user: clear,
    __model_clear_user: clear,
    access_ok: () => 1,
    __model_access_ok: () => 1,
    remap_page_range: (from, physical, size) => host.kernel.remapPageRange(host.run.mm, from, physical, size),
  };
};
