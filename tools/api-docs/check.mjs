// Every symbol that a package's index exports has a docstring: the published API is read by people who have only that.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Node, Project } from 'ts-morph';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The declaration that carries the docstring: a variable's stands on its statement. */
function documented(declaration) {
  const node = Node.isVariableDeclaration(declaration) ? declaration.getVariableStatement() : declaration;
  return !Node.isJSDocable(node) || node.getJsDocs().length > 0;
}

const missing = [];
let exported = 0;
for (const folder of readdirSync(`${root}packages`)) {
  const project = new Project({ tsConfigFilePath: `${root}packages/${folder}/tsconfig.json` });
  const index = project.getSourceFileOrThrow(`${root}packages/${folder}/src/index.ts`);
  for (const [name, declarations] of index.getExportedDeclarations()) {
    const own = declarations.filter((d) => d.getSourceFile().getFilePath().startsWith(`${root}packages/${folder}/src`));
    if (own.length === 0) continue;
    exported += 1;
    if (!own.some(documented)) {
      const place = own[0].getSourceFile();
      missing.push(`${place.getFilePath().slice(root.length)}:${own[0].getStartLineNumber()} ${name} has no docstring`);
    }
  }
}
for (const line of missing) console.error(line);
console.log(`${exported} exported symbols, ${missing.length} without a docstring`);
process.exit(missing.length === 0 ? 0 : 1);
