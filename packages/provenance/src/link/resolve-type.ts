import type { FreeFact } from '../facts/facts.ts';
import type { LinkedFacts } from './index-facts.ts';
import { macroObjection } from './objections.ts';
import { renderThere } from './render-there.ts';
import { squash, unknown } from './answer.ts';
import type { Verdict } from './verdict.ts';

/**
 * Finds size and handle of a pointer that went through the callers' hands, by what it points to: when every
 * allocation of that record keeps its handle inside the record, the handle is there. Null when this does not apply.
 */
export function resolveByType(free: FreeFact, linked: LinkedFacts): Verdict | null {
  if (free.pointee === '' || !/^[A-Za-z_]\w*$/.test(free.place)) return null;
  const allocations = (linked.byPointee.get(free.pointee) ?? []).filter(
    (one) => one.file === free.file || free.pointee.includes(' '),
  );
  const [first] = allocations;
  if (!first) return null;
  const evidence = allocations.map((one) => ({
    file: one.file,
    line: one.line,
    what: `the only place where a ${free.pointee} is allocated: ${one.function}`,
  }));
  const found = allocations.map((allocation) => {
    const inside = allocation.insideBuffer.find((one) => one.record === free.pointee);
    const size =
      allocation.size &&
      renderThere({ free, allocation, alignments: [], linked, isHandle: false, asWritten: false }, allocation.size);
    return { inside, size, allocation };
  });
  const member = found[0]?.inside;
  const size = found[0]?.size;
  if (!member) return null;
  if (!size)
    return unknown(
      'size-not-expressible',
      `the size passed in ${first.function} has no name in ${free.function}`,
      evidence,
    );
  if (
    found.some(
      (one) => one.inside?.member !== member.member || !one.size || squash(one.size.text) !== squash(size.text),
    )
  ) {
    return unknown('ambiguous-allocation', `several allocations of ${free.pointee} disagree`, evidence);
  }
  if (size.macro) {
    const { reason, detail, at } = macroObjection(free, size.macro, true);
    return unknown(reason, detail, [...evidence, at]);
  }
  const others = linked.stores
    .of(member.member, free.pointee)
    .filter((store) => !(store.value === 'handle' && allocations.some((one) => one.file === store.file)));
  return {
    kind: 'known',
    reads: [],
    size: { text: size.text, file: first.file, line: size.line },
    handle: { text: `${free.place}->${member.member}`, file: first.file, line: member.line },
    doubts: [
      ...allocations.flatMap((one) => one.doubt ?? []),
      ...others
        .slice(0, 1)
        .map((store) => `${member.member} is also stored to in ${store.function} (${store.file}:${store.line})`),
    ],
    evidence: [
      ...evidence,
      { file: first.file, line: member.line, what: `the handle is kept in the buffer itself, in ${member.member}` },
    ],
  };
}
