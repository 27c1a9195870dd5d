// A page for each package: what it exports, from the sources.
import { readdirSync, readFileSync } from 'node:fs';
import { Node, Project } from 'ts-morph';

const LONGEST = 1200;

/** Markdown by page: every exported name of a package with its docstring and its declaration. */
export function typeReferences(repository) {
  return readdirSync(`${repository}packages`).map((folder) => {
    const { name, description } = JSON.parse(readFileSync(`${repository}packages/${folder}/package.json`, 'utf8'));
    const project = new Project({ tsConfigFilePath: `${repository}packages/${folder}/tsconfig.json` });
    const index = project.getSourceFileOrThrow(`${repository}packages/${folder}/src/index.ts`);
    const entries = [...index.getExportedDeclarations()]
      .sort(([a], [b]) => a.localeCompare(b, 'en'))
      .flatMap(([exported, [declaration]]) => (declaration === undefined ? [] : [entry(exported, declaration)]));
    return {
      page: `reference/${folder}.md`,
      text: `# Exports of ${name}\n\n${description} Made from the sources.\n\n${entries.join('\n\n')}\n`,
    };
  });
}

function entry(name, declaration) {
  const documented = Node.isVariableDeclaration(declaration) ? declaration.getVariableStatement() : declaration;
  const docs = Node.isJSDocable(documented) ? documented.getJsDocs().map((doc) => prose(doc)) : [];
  return [`## ${name}`, ...docs, `\`\`\`ts\n${signature(declaration)}\n\`\`\``].filter(Boolean).join('\n\n');
}

/** A docstring as a paragraph, with what its tags say. */
function prose(doc) {
  const tags = doc.getTags().map(
    (tag) =>
      `- ${tag.getTagName()} ${tag
        .getText()
        .replace(/^@\w+\s*/, '')
        .replace(/\s*\n[\s*]*/g, ' ')
        .trim()}`,
  );
  return [
    doc
      .getDescription()
      .trim()
      .replace(/\{@link (\w+)\}/g, '`$1`'),
    tags.join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')
    .replaceAll('<', '\\<');
}

/** The declaration as it is written, a function without its body. */
function signature(declaration) {
  if (Node.isFunctionDeclaration(declaration)) {
    const body = declaration.getBody();
    const text = declaration.getText();
    return body ? text.slice(0, body.getStart() - declaration.getStart()).trim() : text;
  }
  if (Node.isVariableDeclaration(declaration)) {
    return `const ${declaration.getName()}: ${declaration.getType().getText(declaration).slice(0, LONGEST)}`;
  }
  if (Node.isClassDeclaration(declaration)) return `class ${declaration.getName()}`;
  const text = declaration.getText();
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
