import { unifiedDiff, type MigratedFile } from '@freehandle/codemod';
import { bodyOf, subjectOf, type PatchContent } from './commit-message.ts';
import { mail, type Author } from './mail.ts';
import { together } from './together.ts';

/** A file of the series, named as git format-patch names it. */
export interface Patch {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The migration as mails for `git am`: first the declarations that no driver shares, then a patch for each driver. A tree
 * builds when all are applied; between the first and the last the API and its callers disagree.
 */
export function patchSeries(
  migrated: readonly MigratedFile[],
  what: Omit<PatchContent, 'files'>,
  about: {
    readonly author: Author;
    readonly version: string;
    /** From the top of the repository to the folder that the plan is relative to: empty, or ending in `/`. */
    readonly prefix: string;
  },
): Patch[] {
  const groups = together(
    what.plan,
    migrated.map(({ file }) => file),
  );
  const withSites = new Set(what.plan.sites.map(({ file }) => file));
  const isDriver = (files: readonly string[]): boolean => files.some((file) => withSites.has(file));
  const declarations = groups.filter((files) => !isDriver(files)).flat();
  const parts = [...(declarations.length === 0 ? [] : [declarations]), ...groups.filter(isDriver)];
  return parts.map((files, i) => {
    const content = { ...what, files };
    const diff = unifiedDiff(
      migrated.filter(({ file }) => files.includes(file)).map((one) => ({ ...one, file: about.prefix + one.file })),
    );
    const subject = subjectOf(content);
    return {
      name: `${String(i + 1).padStart(4, '0')}-${fileName(subject)}.patch`,
      bytes: mail({ subject, body: bodyOf(content), diff }, { nth: i + 1, of: parts.length }, about),
    };
  });
}

function fileName(subject: string): string {
  return subject
    .replace(/[^A-Za-z0-9_.]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 52)
    .replace(/-+$/, '');
}
