import { UNNEEDED } from '../facts/unneeded.ts';
import type { ArgumentRole } from '../facts/file-context.ts';
import type { FreeFact, ParameterFact } from '../facts/facts.ts';
import type { LinkedFacts } from './index-facts.ts';
import { squash, unknown } from './answer.ts';
import { inTermsOf, type Restated } from './in-terms-of.ts';
import { nameFor } from './name-for.ts';
import { resolveByPair } from './resolve-pair.ts';
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
    const given = (['size', 'handle'] as const).filter((role) => contract.parameters.includes(role));
    const parameter = (role: 'size' | 'handle') => free.parameters[contract.parameters.indexOf(role)];
    if (given.length > 0 && given.every((role) => parameter(role)?.reassigned === false)) {
      const what = `${free.function} is given the ${given.join(' and the ')} of the block by its callers`;
      return known(free, parameter('size')?.name ?? UNNEEDED, parameter('handle')?.name ?? UNNEEDED, [], what);
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
      size.name,
      handle.name,
      [doubt],
      `${free.function} has one parameter that can be the size and one that can be the handle`,
    );
  }
  const paired = free.ownHandles ? null : resolveByPair(free, position, linked);
  if (paired) return paired;
  const name = free.parameters[position]?.name ?? free.place;
  return unknown(
    'no-allocation-found',
    `${name} is a parameter, and what the callers of ${free.function} pass was not found`,
    [],
  );
}

/** When what the callers in the file free can be said by the parameters, and they agree, those are the arguments. */
function agreeWithCallers(free: FreeFact, linked: LinkedFacts, resolve: (call: FreeFact) => Verdict): Verdict | null {
  const calls = (linked.passing.get(`${free.file}:${free.function}`) ?? []).filter(
    (call) => call.function !== free.function || call.file !== free.file,
  );
  const names = free.parameters.map((parameter) => parameter.name);
  const sizes: Restated[][] = [];
  const handles: Restated[][] = [];
  const doubts: string[] = [];
  for (const call of calls) {
    const verdict = resolve(call);
    if (verdict.kind !== 'known') {
      doubts.push(`what ${call.function} passes (${call.file}:${call.line}) was not found out`);
      continue;
    }
    sizes.push(inTermsOf(call, verdict.size.text, names).filter((one) => isKept(free, one)));
    handles.push(inTermsOf(call, verdict.handle.text, names).filter((one) => isKept(free, one)));
    doubts.push(...verdict.doubts);
  }
  const size = shared(sizes);
  const handle = shared(handles);
  if (!size || !handle) return null;
  const many = calls.length === 1 ? 'the caller' : `the ${calls.length} callers`;
  const what = `what ${many} of ${free.function} pass gives the size and the handle`;
  return known(free, nameFor(free, size.text), handle.text, doubts, what);
}

/** The first way that all have. */
function shared(all: readonly (readonly Restated[])[]): Restated | null {
  const [first, ...others] = all;
  return (
    first?.find((way) => others.every((ways) => ways.some((one) => squash(one.text) === squash(way.text)))) ?? null
  );
}

/** Whether the function has left alone, before it frees, what the text reads. */
function isKept(free: FreeFact, { text, parameters, reads }: Restated): boolean {
  if (parameters.some((position) => free.parameters[position]?.reassigned !== false)) return false;
  if (!reads) return true;
  const names = new Set(parameters.map((position) => free.parameters[position]!.name));
  const members = new Set([...text.matchAll(/(?:->|\.)\s*(\w+)/g)].map((match) => match[1]!));
  return free.before.every((event) => {
    if (event.kind === 'called') return true;
    return event.forms.every(({ root, steps }) => {
      const last = steps.findLast((step) => step.kind === 'member');
      if (event.kind === 'freed' || event.kind === 'zeroed') return !names.has(root.name);
      return last ? !members.has(last.name) : !names.has(root.name);
    });
  });
}

function known(free: FreeFact, size: string, handle: string, doubts: readonly string[], what: string): Verdict {
  const place = { file: free.file, line: free.line };
  return {
    kind: 'known',
    reads: [],
    size: { text: size, ...place },
    handle: { text: handle, ...place },
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
