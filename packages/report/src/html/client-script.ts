import { readFileSync } from 'node:fs';

const imports = /^import .* from ['"](\.[\w/.-]+\.js)['"];\n/gm;

/**
 * The page's script: the compiled modules that `client/main.ts` leads to, each after those that it imports, as one module.
 * Two things of one name at the top of two modules make it no script at all.
 */
export function clientScript(): string {
  const included = new Set<string>();
  const parts: string[] = [];
  const include = (file: URL): void => {
    if (included.has(file.href)) return;
    included.add(file.href);
    const text = readFileSync(file, 'utf8');
    for (const [, other] of text.matchAll(imports)) include(new URL(other!, file));
    parts.push(bare(text));
  };
  include(mainModule());
  return parts.join('').replaceAll('</script', '<\\/script');
}

/** A module without its imports and exports, and without what is for readers of the source. */
function bare(text: string): string {
  return text
    .replace(imports, '')
    .replace(/^export \{\};\n/gm, '')
    .replace(/^export /gm, '')
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
    .replace(/^\/\/# sourceMappingURL=.*\n?/gm, '');
}

/** The built module, also when this runs from the sources. */
function mainModule(): URL {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? '../../dist/html/client/main.js' : './client/main.js', here);
}
