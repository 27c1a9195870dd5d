import type { Migration, Origin, Plan, Site, SiteStatus } from '@freehandle/codemod';
import { count } from '../count.ts';
import { signature } from '../signature.ts';
import { wrap } from './wrap.ts';

/** What one patch of a series holds. */
export interface PatchContent {
  readonly migration: Migration;
  readonly plan: Plan;
  readonly files: readonly string[];
  /** Statuses that were rewritten. */
  readonly include: readonly SiteStatus[];
}

/** The subject in the kernel's way: where, then what, as in `net: mal: give consistent_free the size and the DMA handle`. */
export function subjectOf({ migration, plan, files }: PatchContent): string {
  const hasSites = plan.sites.some(({ file }) => files.includes(file));
  if (!hasSites) return migration.title;
  return `${area(files)}: ${migration.title[0]!.toLowerCase()}${migration.title.slice(1)}`;
}

/** `drivers/net/mal.c` is `net: mal`; several files are the folder that holds them. */
function area(files: readonly string[]): string {
  const paths = files.map((file) => file.replace(/\.[ch]$/, '').split('/'));
  const [first = []] = paths;
  const shared = first.filter((_, depth) =>
    paths.every((path) => path.slice(0, depth + 1).join('/') === first.slice(0, depth + 1).join('/')),
  );
  const named = shared[0] === 'drivers' || shared[0] === 'arch' ? shared.slice(1) : shared;
  return (named.length === 0 ? first.slice(-1) : named).join(': ');
}

/** The message below the subject: why, where each argument comes from, and what nobody has proved yet. */
export function bodyOf({ migration, plan, files, include }: PatchContent): string {
  const here = plan.sites.filter(({ file }) => files.includes(file));
  const rewritten = here.filter(({ status }) => include.includes(status));
  const left = here.filter(({ status }) => !include.includes(status));
  const review = rewritten.filter(({ status }) => status === 'review');
  const declarations = plan.declarations.filter(({ file }) => files.includes(file));
  const paragraphs = [
    ...formsOf(migration).map((forms) => wrap(forms)),
    ...(rewritten.length === 0
      ? []
      : [wrap('The arguments of each call, and where they come from:'), ...rewritten.map(origins)]),
    ...(declarations.length === 0 ? [] : [wrap(`${count(declarations.length, 'declaration')} follow the new form.`)]),
    ...(review.length === 0
      ? []
      : [
          wrap('Plausible, and not proved by data flow:'),
          ...review.map((site) => wrap(`${site.before} at ${site.file}:${site.line}: ${site.message ?? ''}`, '  ')),
        ]),
    ...(left.length === 0
      ? []
      : [
          wrap(`Not rewritten, and to be done by hand before this builds:`),
          ...left.map((site) => wrap(`${site.before} at ${site.file}:${site.line}: ${site.message ?? ''}`, '  ')),
        ]),
    wrap('Neither compiled nor run by freehandle migrate; `freehandle verify --against` does that.'),
  ];
  return paragraphs.join('\n\n');
}

/** The calls with their new forms, one sentence each. */
function formsOf({ oldCall, newCall, conversions }: Migration): string[] {
  const all = [{ old: oldCall, new: newCall }, ...conversions];
  return [...new Set(all.map((one) => `${signature(one.old)} becomes ${signature(one.new)}.`))];
}

function origins(site: Site): string {
  const from = (origin: Origin | null): string =>
    origin?.from == null ? '' : ` (${origin.from.file}:${origin.from.line})`;
  const lines = [
    `  ${site.function === null ? '' : `${site.function}(): `}${site.before}`,
    ...(site.size?.from == null ? [] : [`    size ${site.size.text}${from(site.size)}`]),
    ...(site.handle?.from == null ? [] : [`    handle ${site.handle.text}${from(site.handle)}`]),
    // What a call has already needs no origin; what was chosen for it needs its reason.
    ...(site.size?.from || site.handle?.from
      ? []
      : site.evidence.map(({ file, line, what }) => wrap(`${what} (${file}:${line})`, '    '))),
    ...site.retains.map(({ what, file, line }) => `    adds ${what} (${file}:${line})`),
  ];
  return lines.join('\n');
}
