import type { Declaration, FileProblem, Plan, Retained, Site } from '@freehandle/codemod';

/** A site as it is published: the plan's site without the edits, which only the tool that wrote the plan can apply. */
export type PublishedSite = Omit<Site, 'edits' | 'retains'> & { readonly retains: readonly PublishedRetained[] };
/** What `--retain` adds, as it is published, likewise. */
export type PublishedRetained = Omit<Retained, 'edits'>;
/** A declaration as it is published, likewise without its edits. */
export type PublishedDeclaration = Omit<Declaration, 'edits'>;

/** `migrate --format json`, schema/migration.schema.json. `sites` is always `safe + review + refused`. */
export interface MigrationReport {
  readonly tool: 'freehandle';
  readonly version: string;
  readonly migration: string;
  readonly totals: {
    readonly files: number;
    readonly sites: number;
    readonly safe: number;
    readonly review: number;
    readonly refused: number;
    readonly declarations: number;
    readonly problems: number;
    /** Milliseconds from reading the first file to the finished plan. */
    readonly ms: number;
  };
  readonly sites: readonly PublishedSite[];
  readonly declarations: readonly PublishedDeclaration[];
  readonly problems: readonly FileProblem[];
}

/** Turns a plan into the published report. */
export function migrationReport(plan: Plan, about: { version: string; ms: number }): MigrationReport {
  const count = (status: Site['status']): number => plan.sites.filter((site) => site.status === status).length;
  return {
    tool: 'freehandle',
    version: about.version,
    migration: plan.migration,
    totals: {
      files: plan.files,
      sites: plan.sites.length,
      safe: count('safe'),
      review: count('review'),
      refused: count('refused'),
      declarations: plan.declarations.length,
      problems: plan.problems.length,
      ms: Math.round(about.ms),
    },
    sites: plan.sites.map((site) => ({ ...withoutEdits(site), retains: site.retains.map(withoutEdits) })),
    declarations: plan.declarations.map(withoutEdits),
    problems: plan.problems,
  };
}

function withoutEdits<T extends { edits: unknown }>({ edits: _edits, ...published }: T): Omit<T, 'edits'> {
  return published;
}
