import { checkRange, type Call, type CallGroup, type Host } from '../../binding/host.ts';
import type { Framework } from '../framework.ts';

const EINVAL = -22;

/** Bytes of a number of each kind that properties have. */
const widths = { u8: 1, u16: 2, u32: 4, u64: 8 } as const;

/** Stores so many ones; null when there is no such property. */
function read(host: Host, call: string, to: number, count: number, bytes: number): number | null {
  if (host.kernel.fallible(call)) return null;
  checkRange(host, to, count * bytes, true);
  host.memory.u8.fill(0, to, to + count * bytes);
  for (let nth = 0; nth < count; nth++) host.memory.u8[to + nth * bytes] = 1;
  return count;
}

const calls: CallGroup = (host) => {
  const bound: Record<string, Call> = {};
  for (const [kind, bytes] of Object.entries(widths)) {
    const variable = `of_property_read_variable_${kind}_array`;
    bound[variable] = (_node, _name, to, least) => read(host, variable, to, least, bytes) ?? EINVAL;
    for (const owner of ['device', 'fwnode']) {
      const call = `${owner}_property_read_${kind}_array`;
      // without a place for them they are counted
      bound[call] = (_owner, _name, to, count) =>
        to === 0 ? 1 : read(host, call, to, count, bytes) === null ? EINVAL : 0;
    }
  }
  bound['of_property_read_u32_index'] = (_node, _name, _index, to) =>
    read(host, 'of_property_read_u32_index', to, 1, widths.u32) === null ? EINVAL : 0;
  return bound;
};

/** Numbers that a board's description gives of a device: each is one, or missing [6.1 drivers/of/property.c, drivers/base/property.c]. */
export const properties: Framework = { name: 'properties', headers: [], calls, use: null, glue: '' };
