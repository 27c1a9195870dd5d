import type { Refusal } from './refusal.ts';

/** No allocation was found. */
export const noAllocationFound: Refusal = {
  reason: 'no-allocation-found',
  title: 'No allocation was found',
  explanation:
    'The pointer that is freed was followed back as far as the files given allow, and no call of the allocator was met: it is a parameter of a function whose callers were not seen, it comes from a call that is not known to allocate, or it is stored by a file outside the paths given.',
  remedy: 'Name the folder that allocates it too, or pass the size and the handle along with the pointer.',
  docs: 'docs/refusals/no-allocation-found.md',
};
