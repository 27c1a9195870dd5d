import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileDriver } from '../src/compile/compile-driver.ts';
import type { DriverInput } from '../src/driver-input.ts';
import { prepareWithKit } from '../src/front/kit-front.ts';
import { frameworks } from '../src/lifecycle/frameworks/index.ts';
import { glueText } from '../src/lifecycle/glue.ts';
import type { Toolchain, TranslationUnit } from '../src/toolchain/toolchain.ts';
import { loadClang, wasmClang } from '../src/toolchain/wasm-clang.ts';
import { strictDiagnostics } from './strict-clang.ts';

const kit = fileURLToPath(new URL('../kit/', import.meta.url));
const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const headers = globSync('{linux,asm}/*.h', { cwd: `${kit}include` }).sort();
const sources = globSync('**/*.c', { cwd: examples }).sort();

const clang: Toolchain = wasmClang();
beforeAll(async () => {
  await loadClang();
});

function snippet(text: string): TranslationUnit {
  const source = Buffer.from(text);
  return prepareWithKit({ file: 'snippet.c', root: kit, source, includeRoots: [], overlay: {} }, () => '').unit;
}

function input(file: string): DriverInput {
  const source = readFileSync(`${examples}${file}`);
  return { file, root: examples, source, includeRoots: [`${examples}include`], overlay: {} };
}

describe('kit of model headers', () => {
  it.each(headers)('%s compiles alone and twice, without a warning', (header) => {
    expect(strictDiagnostics(snippet(`#include <${header}>\n#include <${header}>\nint linked;\n`))).toBe('');
  });

  it('shows a call without a prototype, which would become an import with guessed types', () => {
    const said = strictDiagnostics(snippet('#include <linux/mm.h>\nint f(void) { return not_in_the_kit(1); }\n'));
    expect(said).toContain("implicit declaration of function 'not_in_the_kit'");
  });

  it('declares no data, which would link to address 0 without a word', () => {
    const data = headers.flatMap((header) =>
      [...unfolded(header).matchAll(/^extern [^(]*;$/gm)].map(([line]) => `${header}: ${line}`),
    );
    expect(data).toEqual([]);
  });

  it('names every import in its README', () => {
    const readme = readFileSync(`${kit}README.md`, 'utf8');
    const names = [...readme.matchAll(/`(\w+)(\*?)/g)];
    const isNamed = (name: string): boolean =>
      names.some(([, word, star]) => (star ? name.startsWith(word!) : name === word));
    expect(imports().filter((name) => !isNamed(name))).toEqual([]);
  });

  it('leaves asm/io.h to the tree that is migrated', () => {
    expect(headers).not.toContain('asm/io.h');
  });
});

describe('example tree', () => {
  it.each(sources)('%s compiles against its own asm/io.h and the kit, without a warning', (file) => {
    expect(strictDiagnostics(prepareWithKit(input(file), () => '').unit)).toBe('');
  });

  it.each(sources)(
    '%s imports only what is declared, and has the glue of every framework it includes',
    async (file) => {
      const made = await compileDriver(clang, input(file), frameworks);
      if ('error' in made) throw new Error(made.error.message);
      const module = new WebAssembly.Module(Buffer.from(made.module));
      const wanted = WebAssembly.Module.imports(module)
        .filter(({ kind, name }) => kind === 'function' && !/^__(asan|sanitizer)_/.test(name))
        .map(({ name }) => name);
      const declared = new Set([...imports(), 'consistent_alloc', 'consistent_free']);
      expect(wanted.length).toBeGreaterThan(0);
      expect(wanted.filter((name) => !declared.has(name))).toEqual([]);
      expect(made.dataStubs).toEqual([]);

      const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
      const glue = glueFunctions(file);
      expect(glue.length).toBeGreaterThan(0);
      expect(glue.filter((name) => !exported.includes(name))).toEqual([]);
    },
  );

  it('has every source in its README, and no other', () => {
    const readme = readFileSync(`${examples}README.md`, 'utf8');
    const named = [...readme.matchAll(/^\| `((?:arch|drivers)\/\S+\.c)`/gm)].map(([, file]) => file!);
    expect(named.sort()).toEqual(sources);
  });
});

/** Functions that the glue for the frameworks of a driver exports. */
function glueFunctions(file: string): string[] {
  let text = '';
  prepareWithKit(input(file), (headers) => (text = glueText(frameworks, headers)));
  return [...text.matchAll(/^__attribute__\(\(weak\)\).*?(fh_\w+)\(.*\)$/gm)].map(([, name]) => name!);
}

/** A header's text with continuation lines joined to the line they belong to. */
function unfolded(header: string): string {
  return readFileSync(`${kit}include/${header}`, 'utf8').replaceAll(/\n[ \t]+/g, ' ');
}

/** Names of the functions the kit declares and does not define. */
function imports(): string[] {
  return headers.flatMap((header) =>
    [...unfolded(header).matchAll(/^extern [^(]*?(\w+)\(/gm)].map(([, name]) => name!),
  );
}
