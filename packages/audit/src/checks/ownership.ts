import type { Family } from '../families/family.ts';
import { objectOf, partsOf, within, type Term } from '../terms/term.ts';
import type { Resource, State } from '../explore/state.ts';

/** Who has a resource when a function ends. */
export type Owner =
  /** The caller, by the return value. */
  | 'returned'
  /** Something that outlives the function: an object of the caller, a global, an object that was given away. */
  | 'kept'
  /** An object that the driver core frees by itself, which holds it. */
  | 'managed'
  /** An object that the function has freed. */
  | 'freed-container'
  /** Nobody. */
  | 'lost';

/** Says who has the resource at the end of a path. */
export function ownerOf(state: State, resource: Resource): Owner {
  const owner = ownerOfValue(state, resource.symbol, resource.family, new Set());
  // Where this function has lost sight of it, it still is.
  return owner === 'lost' && resource.isLeftOutside ? 'kept' : owner;
}

function ownerOfValue(state: State, symbol: Term, family: Family, seen: Set<Term>): Owner {
  if (seen.has(symbol)) return 'lost';
  seen.add(symbol);
  if (state.returned && leadsTo(state.returned, symbol)) return 'returned';
  let best: Owner = 'lost';
  for (const [address, value] of state.memory) {
    if (!leadsTo(value, symbol)) continue;
    const owner = ownerAt(state, address, family, seen);
    if (owner === 'returned' || owner === 'kept') return owner;
    if (owner === 'managed' || best === 'lost') best = owner;
  }
  return best;
}

function ownerAt(state: State, address: Term, family: Family, seen: Set<Term>): Owner {
  const object = objectOf(address);
  if (object.kind === 'variable') return 'lost';
  // A chain of such buffers is freed by walking along it.
  if (state.resources.get(object)?.status === 'freed' && state.resources.get(object)?.family === family) return 'kept';
  for (const gone of state.gone.keys())
    if (object === gone || (object.kind === 'pure' && object.operands.includes(gone))) return 'freed-container';
  // The object may be a part of what a call gave: netdev_priv(alloc_etherdev()).
  for (const part of within(object)) {
    const container = state.resources.get(part);
    if (!container) continue;
    if (container.status === 'freed') return 'freed-container';
    if (container.status === 'unknown' || container.escapes.size > 0) return 'kept';
    if (container.family.managed) return 'managed';
    return part === symbolOf(address) ? ownerOfValue(state, part, family, seen) : 'kept';
  }
  return 'kept';
}

/** Whether a value is the pointer, or was worked out from it; what was read from the memory leads nowhere. */
function leadsTo(value: Term, symbol: Term): boolean {
  return value === symbol || (value.kind !== 'load' && partsOf(value).some((part) => leadsTo(part, symbol)));
}

function symbolOf(address: Term): Term {
  return objectOf(address);
}
