/** Bare parsing of the files named on standard input, below TREE, in one thread: no masks, no tree taken over. Prints bytes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(new URL('../../../packages/c-source/package.json', import.meta.url));
const { Language, Parser } = await import(require.resolve('web-tree-sitter'));
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(require.resolve('tree-sitter-c/tree-sitter-c.wasm')));
let bytes = 0;
for (const file of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const text = readFileSync(path.join(process.argv[2], file), 'latin1');
  parser.parse(text).delete();
  bytes += text.length;
}
console.log(bytes);
