import { readFileSync } from 'node:fs';

/**
 * The import direction of the packages, as in docs/architecture.md:
 * cli → report, nx-plugin → verifier, audit → codemod → provenance → c-source; verifier, audit → model.
 */
const layers = {
  model: [],
  'c-source': [],
  provenance: ['c-source'],
  codemod: ['c-source', 'provenance'],
  audit: ['c-source', 'provenance', 'codemod', 'model'],
  verifier: ['c-source', 'codemod', 'model'],
  report: ['c-source', 'codemod', 'audit', 'verifier', 'model'],
  'nx-plugin': ['verifier'],
  cli: ['c-source', 'codemod', 'audit', 'verifier', 'report', 'model'],
};

const folders = Object.keys(layers);
const manifest = (folder) =>
  JSON.parse(readFileSync(new URL(`packages/${folder}/package.json`, import.meta.url), 'utf8'));
const names = new Map(folders.map((folder) => [folder, manifest(folder).name]));

/** Packages of this workspace that a package both may import and declares. */
const importable = (folder) =>
  layers[folder].filter((other) => names.get(other) in (manifest(folder).dependencies ?? {}));

export default {
  forbidden: [
    ...folders.map((folder) => ({
      name: `${folder}-imports-declared-lower-layers-only`,
      severity: 'error',
      from: { path: `^packages/${folder}/src` },
      to: {
        path: `^packages/(${folders.filter((other) => other !== folder && !importable(folder).includes(other)).join('|')})/`,
      },
    })),
    {
      name: 'only-through-the-public-api',
      comment: 'another package is imported by its name, which resolves to its index',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src' },
      to: { path: '^packages/', pathNot: ['^packages/$1/', '^packages/[^/]+/(dist|src)/index\\.'] },
    },
    {
      name: 'no-cycles',
      comment: 'types may refer to each other across files; code may not',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'dependencies-are-declared',
      severity: 'error',
      from: { path: '^packages/[^/]+/src' },
      to: {
        // Types of a package without its own are imported by that package's name, which nobody declares.
        pathNot: ['^packages/', '^node_modules/@types/'],
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined', 'npm-dev'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|dist' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
