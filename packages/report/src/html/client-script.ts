import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The page's script: what `client/main.ts` leads to, built as one script, also when this runs from the sources. */
export function clientScript(): string {
  const manifest = createRequire(import.meta.url).resolve('@freehandle/report/package.json');
  return readFileSync(join(dirname(manifest), 'dist/page-script.js'), 'utf8').replaceAll('</script', '<\\/script');
}
