/**
 * The import direction of the packages, as in docs/architecture.md:
 * cli → report, nx-plugin → verifier → codemod → provenance → c-source; verifier → model.
 */
const layers = {
  model: [],
  'c-source': [],
  provenance: ['c-source'],
  codemod: ['c-source', 'provenance'],
  verifier: ['c-source', 'codemod', 'model'],
  report: ['c-source', 'codemod', 'verifier', 'model'],
  'nx-plugin': ['verifier'],
  cli: ['c-source', 'codemod', 'verifier', 'report', 'model'],
};

const folders = Object.keys(layers);

module.exports = {
  forbidden: [
    ...folders.map((folder) => ({
      name: `${folder}-imports-only-its-layers`,
      severity: 'error',
      from: { path: `^packages/${folder}/src` },
      to: {
        path: `^packages/(${folders.filter((other) => other !== folder && !layers[folder].includes(other)).join('|')})/`,
      },
    })),
    {
      name: 'only-through-the-public-api',
      comment: 'another package is imported by its name, which resolves to its index',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src' },
      to: { path: '^packages/', pathNot: ['^packages/$1/', '^packages/[^/]+/(dist|src)/index\\.'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'dependencies-are-declared',
      severity: 'error',
      from: { path: '^packages/[^/]+/src' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined', 'npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|dist' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
