import { writeFileSync } from 'node:fs';
import { blocksOf, read } from './code-blocks.ts';
import { finished, repository } from './command.ts';

const fence = /^```console\n\$ ([^\n]*)\n([\s\S]*?)^```$/gm;

/** Runs a block's command in the repository's top folder, as a reader would. Standard error counts as shown. */
export async function outputOf(command: string): Promise<string> {
  const local = command.replace(/(^|&& )npx freehandle/, `$1node ${repository}packages/cli/bin/freehandle.js`);
  const { stdout, stderr } = await finished('bash', ['-c', local]);
  // npm's remarks about the configuration of the machine are not the command's.
  return Buffer.from(stdout + stderr, 'latin1')
    .toString('utf8')
    .replace(/^npm warn .*\n/gm, '');
}

/** The output with what may differ from machine to machine made equal: times, and which clang compiled. */
export function comparable(output: string): string {
  return output.replace(/\d+ ms/g, '0 ms').replace(/clang \d[^\n]*/g, 'clang');
}

/** Puts what the commands of a page's console blocks say today into the page. */
export async function rewriteBlocks(page: string): Promise<void> {
  const outputs = new Map<string, string>();
  for (const { kind, code } of blocksOf(page)) {
    const command = /^\$ (.*)\n/.exec(code)?.[1];
    if (kind === 'console' && command !== undefined) outputs.set(command, await outputOf(command));
  }
  writeFileSync(
    `${repository}${page}`,
    read(page).replace(fence, (_, command: string) => `\`\`\`console\n$ ${command}\n${outputs.get(command)!}\`\`\``),
  );
}
