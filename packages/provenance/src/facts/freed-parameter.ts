import type { SourceOfFree } from './facts.ts';

/** The position of the parameter that is freed as it came in, or −1. */
export function freedParameter(sources: readonly SourceOfFree[], parameters: readonly string[]): number {
  const [only] = sources;
  if (sources.length !== 1 || only?.kind !== 'incoming') return -1;
  const bare = only.forms.find(
    (form) => form.steps.length === 0 && form.root.kind === 'variable' && parameters.includes(form.root.name),
  );
  return bare ? parameters.indexOf(bare.root.name) : -1;
}
