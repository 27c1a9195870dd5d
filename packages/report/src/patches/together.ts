import type { Plan } from '@freehandle/codemod';

/**
 * Which changed files go into one patch: those that a buffer's way from its allocation to its free leads through, and
 * those that a site's additions are in. So a driver of several files is one patch, and two drivers of one folder are two.
 */
export function together(plan: Plan, changed: readonly string[]): string[][] {
  const parent = new Map(changed.map((file) => [file, file]));
  const root = (file: string): string => {
    const above = parent.get(file)!;
    return above === file ? file : root(above);
  };
  for (const site of plan.sites) {
    if (!parent.has(site.file)) continue;
    for (const { file } of [...site.evidence, ...site.retains]) {
      if (parent.has(file)) parent.set(root(file), root(site.file));
    }
  }
  const groups = new Map<string, string[]>();
  for (const file of [...changed].sort()) groups.set(root(file), [...(groups.get(root(file)) ?? []), file]);
  return [...groups.values()].sort(([a], [b]) => (a! < b! ? -1 : 1));
}
