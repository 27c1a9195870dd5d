import type { ArgumentRole } from '../facts/file-context.ts';
import type { FreeFact, ParameterFact } from '../facts/facts.ts';
import type { LinkedFacts } from './index-facts.ts';
import { squash, unknown } from './resolve-member.ts';
import type { Verdict } from './verdict.ts';

/** A function that by its documented contract receives what it needs to free. */
export interface Contract {
  readonly name: string;
  readonly parameters: readonly ArgumentRole[];
}

/** Finds size and handle of a parameter that is freed as it came in, among the other parameters. */
export function resolveParameter(
  free: FreeFact,
  position: number,
  contracts: readonly Contract[],
  linked: LinkedFacts,
  resolve: (call: FreeFact) => Verdict,
): Verdict {
  const contract = contracts.find(
    (one) => one.name === free.function && one.parameters.length === free.parameters.length,
  );
  if (contract?.parameters[position] === 'vaddr') {
    const size = free.parameters[contract.parameters.indexOf('size')];
    const handle = free.parameters[contract.parameters.indexOf('handle')];
    if (size && handle && !size.reassigned && !handle.reassigned) {
      const what = `${free.function} is given the size and the handle of the block by its callers`;
      return known(free, size, handle, [], what);
    }
  }
  const fromCallers = agreeWithCallers(free, linked, resolve);
  if (fromCallers) return fromCallers;
  // A function with a handle of its own may have made it from the one it was given.
  const handles = free.ownHandles
    ? []
    : free.parameters.filter((one) => one.declared === 'dma_addr_t' && one.pointers === 0 && !one.reassigned);
  const sizes = free.parameters.filter((one) => isSize(one) && !one.reassigned);
  const [handle] = handles;
  const [size] = sizes;
  if (handle && size && handles.length === 1 && sizes.length === 1) {
    const doubt = `what the callers of ${free.function} pass for ${size.name} and ${handle.name} was not seen`;
    return known(
      free,
      size,
      handle,
      [doubt],
      `${free.function} has one parameter that can be the size and one that can be the handle`,
    );
  }
  const name = free.parameters[position]?.name ?? free.place;
  return unknown(
    'no-allocation-found',
    `${name} is a parameter, and what the callers of ${free.function} pass was not found`,
    [],
  );
}

/** When every caller in the file passes, besides the pointer, its size and its handle, those parameters are the ones. */
function agreeWithCallers(free: FreeFact, linked: LinkedFacts, resolve: (call: FreeFact) => Verdict): Verdict | null {
  const calls = (linked.passing.get(`${free.file}:${free.function}`) ?? []).filter(
    (call) => call.function !== free.function,
  );
  if (calls.length === 0) return null;
  let sizes: number[] | null = null;
  let handles: number[] | null = null;
  const doubts: string[] = [];
  for (const call of calls) {
    const verdict = resolve(call);
    if (verdict.kind !== 'known') return null;
    const positions = (text: string) =>
      call.arguments.flatMap((argument, i) => (squash(argument) === squash(text) ? [i] : []));
    const own = positions(verdict.size.text);
    const ownHandle = positions(verdict.handle.text);
    sizes = sizes === null ? own : sizes.filter((i) => own.includes(i));
    handles = handles === null ? ownHandle : handles.filter((i) => ownHandle.includes(i));
    doubts.push(...verdict.doubts);
  }
  const size = free.parameters[sizes?.[0] ?? -1];
  const handle = free.parameters[handles?.[0] ?? -1];
  if (!size || !handle || size.reassigned || handle.reassigned) return null;
  return known(free, size, handle, doubts, `all ${calls.length} callers in this file pass the size and the handle`);
}

function known(
  free: FreeFact,
  size: ParameterFact,
  handle: ParameterFact,
  doubts: readonly string[],
  what: string,
): Verdict {
  const place = { file: free.file, line: free.line };
  return {
    kind: 'known',
    size: { text: size.name, ...place },
    handle: { text: handle.name, ...place },
    doubts,
    evidence: [{ ...place, what }],
  };
}

function isSize(parameter: ParameterFact): boolean {
  if (parameter.pointers > 0) return false;
  if (parameter.declared === 'size_t') return true;
  return (
    /^(?:unsigned )?(?:int|long)$|^u32$|^u_long$|^unsigned$/.test(parameter.declared) &&
    /^(?:n?bytes|size|len|length)$|_(?:size|len)$/.test(parameter.name)
  );
}
