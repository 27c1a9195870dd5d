import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

/** Modules of a package, by their names in its src/, with their maps. What they import of other packages stays an import. */
export function bundledModules(folder, names) {
  return bundled(
    {
      input: Object.fromEntries(names.map((name) => [name, path.join(folder, 'src', `${name}.ts`)])),
      platform: 'node',
      external: /^[^./]/,
    },
    { format: 'esm', sourcemap: true, chunkFileNames: '[name].js' },
  );
}

/** Names and texts of the files of a bundle. What the bundler warns of is an error. */
export async function bundled(input, output) {
  const onLog = (_level, { message }) => {
    throw new Error(message);
  };
  const bundle = await rolldown({ ...input, onLog });
  const made = await bundle.generate(output);
  await bundle.close();
  return made.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]);
}

/** Makes these files the code in a folder, and the only. One that is as it should be is left alone: somebody may run it. */
export function replaceCode(folder, files) {
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  for (const name of readdirSync(folder, { recursive: true })) {
    const isCode = /\.js(?:\.map)?$/.test(name);
    if (isCode && !files.has(name.replaceAll('\\', '/'))) rmSync(path.join(folder, name));
  }
}
