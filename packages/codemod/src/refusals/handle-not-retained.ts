import type { Refusal } from './refusal.ts';

/** The handle is not kept. */
export const handleNotRetained: Refusal = {
  reason: 'handle-not-retained',
  title: 'The handle is not kept',
  explanation:
    'The allocation stores the DMA handle where the function that frees cannot reach it, or the place that held it has been given another value since.',
  remedy:
    'Keep the handle beside the pointer, in the same structure, and leave it unchanged: --retain adds a member or a variable for it.',
  docs: 'docs/refusals/handle-not-retained.md',
};
