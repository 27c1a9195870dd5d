import { r18 } from '@freehandle/model';
import { losesReserved } from '../checks/reserved.ts';
import type { Linked } from './check-frees.ts';
import type { KeyedBit, LinkFacts } from './facts.ts';
import { nameOfKey } from './keys.ts';

/** Frees of what a place holds whose pages a function of the file reserves, and none clears the bit of. */
export function stillReserved({ bits, frees }: LinkFacts): Linked[] {
  // A site that in some round is seen to change the pages of a place is not one of pages that are not known.
  const known = new Set(bits.flatMap(({ key, offset }) => (key === null ? [] : [offset])));
  const cleared = bits.filter(({ sets }) => !sets);
  if (cleared.some(({ key, offset }) => key === null && !known.has(offset))) return [];
  const setting = (key: string): KeyedBit | undefined => bits.find((one) => one.sets && one.key === key);
  const isDirect = new Set(frees.filter(({ direct }) => direct).map(({ call, key }) => `${call} ${key}`));
  return frees.flatMap((free): Linked[] => {
    const { key, call, offset } = free;
    const set = losesReserved(free.family) ? setting(key) : undefined;
    if (!set || cleared.some((one) => one.key === key)) return [];
    if (!free.direct && isDirect.has(`${call} ${key}`)) return [];
    const made = {
      before: null,
      offset: set.offset,
      what: `the pages of \`${nameOfKey(key)}\` are reserved in ${set.function}`,
    };
    return [
      {
        function: free.function,
        rule: 'R18',
        severity: 'error',
        offset,
        message: r18.message({ vaddr: nameOfKey(key), pages: null }),
        trail: { before: made, offset, what: `${call} frees them, and nothing in the file clears the bit` },
      },
    ];
  });
}
