import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const packages = fileURLToPath(new URL('./packages/', import.meta.url));

/** Package name → its source entry, so that unit tests run on the sources without a build. */
const sources = Object.fromEntries(
  readdirSync(packages).map((folder) => [
    folder === 'cli' ? 'freehandle' : folder === 'nx-plugin' ? '@freehandle/nx' : `@freehandle/${folder}`,
    `${packages}${folder}/src/index.ts`,
  ]),
);

/** The one vitest configuration; every project extends it. Counts go to `.test-results/` for the closing line of `npm test`. */
export function vitestProject(options: { timeoutMs?: number; builtPackages?: boolean } = {}): ViteUserConfig {
  return defineConfig({
    resolve: options.builtPackages ? {} : { alias: sources },
    test: {
      include: ['**/*.test.ts'],
      exclude: ['**/node_modules/**', '**/dist/**'],
      testTimeout: options.timeoutMs ?? 60_000,
      hookTimeout: 60_000,
      globalSetup: fileURLToPath(new URL('./vitest.scratch.ts', import.meta.url)),
      maxWorkers: 2,
      // the sources are loaded once a worker, not once a file: a third of the time
      pool: 'threads',
      isolate: false,
      reporters: ['default', 'json'],
      outputFile: { json: '.test-results/vitest.json' },
    },
  });
}
