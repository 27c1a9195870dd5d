import type { Refusal } from './refusal.ts';

/** The object that holds size or handle is released first. */
export const freedContainer: Refusal = {
  reason: 'freed-container',
  title: 'The object that holds size or handle is released first',
  explanation:
    'The structure that keeps the size or the handle is freed or zeroed before this call, which would read them afterwards.',
  remedy: 'Free the buffer before the structure, or copy the handle to a local first: --retain adds the copy.',
  docs: 'docs/refusals/freed-container.md',
};
