import type { FreeFact, HandoutFact } from '../facts/facts.ts';
import type { ParameterPlace } from '../paths/parameter-place.ts';
import { pathText, type Path } from '../paths/path.ts';
import type { LinkedFacts } from './index-facts.ts';
import { nameFor } from './name-for.ts';
import type { Verdict } from './verdict.ts';

/**
 * Finds size and handle of what a function frees for callers that are not seen, by the function of the same file that
 * allocates for them: what that one takes and fills in by its parameters is taken for what this one is given by its own.
 * Null when there is no such function or there are several that disagree.
 */
export function resolveByPair(free: FreeFact, freed: number, linked: LinkedFacts): Verdict | null {
  const found = (linked.handouts.get(free.file) ?? []).flatMap((fact) => {
    if (fact.function === free.function || !fact.handout.size) return [];
    const size = restated(free, freed, fact, fact.handout.size);
    const handle = handleText(free, freed, fact);
    return size !== null && handle !== null ? [{ size, handle, fact }] : [];
  });
  const [first, ...others] = found;
  if (!first || others.some((one) => one.size !== first.size || one.handle !== first.handle)) return null;
  const { fact, size, handle } = first;
  const place = { file: free.file, line: free.line };
  const doubt = `the callers of ${free.function} were not seen: it is taken to free what ${fact.function} allocates`;
  return {
    kind: 'known',
    reads: [],
    size: { text: nameFor(free, size), ...place },
    handle: { text: handle, ...place },
    doubts: [doubt, ...(fact.handout.doubt ? [fact.handout.doubt] : [])],
    evidence: [{ file: free.file, line: fact.line, what: `${fact.function} allocates for its callers` }],
  };
}

/** The parameter of the freeing function that goes with one of the allocating function: of its name, or the only one of its type. */
function counterpart(
  free: FreeFact,
  freed: number,
  fact: HandoutFact,
  position: number,
  pointers: number,
): string | null {
  const own = fact.parameters[position];
  if (!own) return null;
  const same = free.parameters.filter(
    (one, at) => at !== freed && one.declared === own.declared && one.pointers === pointers && !one.reassigned,
  );
  const named = same.find((one) => one.name === own.name);
  return (named ?? (same.length === 1 ? same[0] : undefined))?.name ?? null;
}

function restated(
  free: FreeFact,
  freed: number,
  fact: HandoutFact,
  { text, leaves }: NonNullable<HandoutFact['handout']['size']>,
): string | null {
  let out = '';
  let position = 0;
  for (const { start, end, place } of leaves) {
    const piece = placeText(free, freed, fact, place);
    if (piece === null) return null;
    out += text.slice(position, start) + piece;
    position = end;
  }
  return out + text.slice(position);
}

function handleText(free: FreeFact, freed: number, fact: HandoutFact): string | null {
  const place = fact.handout.handle;
  const pointers = fact.parameters[place.parameter]?.pointers ?? 0;
  // `dma_addr_t *bus` is filled in by the one, `dma_addr_t bus` given to the other.
  const given = place.steps.length === 1 ? counterpart(free, freed, fact, place.parameter, pointers - 1) : null;
  return given ?? placeText(free, freed, fact, place);
}

function placeText(free: FreeFact, freed: number, fact: HandoutFact, place: ParameterPlace): string | null {
  const name = counterpart(free, freed, fact, place.parameter, fact.parameters[place.parameter]?.pointers ?? 0);
  if (name === null) return null;
  const steps = place.steps.map((step) => {
    if (step.kind !== 'index' || !step.text.startsWith('#')) return step;
    const index = counterpart(free, freed, fact, Number(step.text.slice(1)), 0);
    return index === null ? null : { ...step, text: index };
  });
  if (!steps.every((step) => step !== null)) return null;
  const path: Path = { root: { kind: 'global', name }, steps };
  return pathText(path);
}
