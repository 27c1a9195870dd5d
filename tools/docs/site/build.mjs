// `npm run docs`: builds the documentation as a site, dist/site, from docs/, the READMEs, the definitions of the commands and the
// sources. Works offline; a dead link ends it with an error.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vitepress';
import { commandReference } from './command-reference.mjs';
import { turnLinks } from './links.mjs';
import { pagesOf, sidebarOf } from './pages.mjs';
import { typeReferences } from './type-reference.mjs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const staging = `${repository}dist/site-source/`;
const output = `${repository}dist/site`;

const write = (file, text) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};

rmSync(staging, { recursive: true, force: true });
const written = pagesOf(repository);
for (const one of written) {
  const attach = (file) => cpSync(`${repository}${file}`, `${staging}public/files/${file}`);
  write(`${staging}${one.page}`, turnLinks(one, written, repository, attach));
}
const made = [{ page: 'reference/commands.md', text: await commandReference() }, ...typeReferences(repository)];
for (const { page, text } of made) write(`${staging}${page}`, text);

const config = {
  title: 'Freehandle',
  description: 'Rewrites calls to C APIs that grew arguments, and proves every rewrite by running the migrated code.',
  outDir: output,
  cacheDir: `${repository}dist/site-cache`,
  lang: 'en',
  // text between angle brackets is text
  markdown: { html: false, languageAlias: { usage: 'sh', output: 'shellsession' } },
  themeConfig: { sidebar: sidebarOf([...written, ...made]), outline: [2, 3], search: { provider: 'local' } },
};
// files that are linked to as they are, beside those that VitePress knows
process.env.VITE_EXTRA_EXTENSIONS = 'c,h,sh';
write(`${staging}.vitepress/config.mjs`, `export default ${JSON.stringify(config, null, 2)};\n`);
await build(staging);
console.log(`${written.length + made.length} pages in ${path.relative(process.cwd(), output)}`);
