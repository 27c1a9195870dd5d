import { readFileSync, writeFileSync } from 'node:fs';
import { finished, repository } from './command.ts';

/** A fenced `console` block of a page: the command after `$ `, and the output shown under it. */
export interface ConsoleBlock {
  readonly command: string;
  readonly shown: string;
}

const fence = /```console\n\$ ([^\n]*)\n([\s\S]*?)```/g;

/** The console blocks of a Markdown file, in order. */
export function consoleBlocks(page: string): ConsoleBlock[] {
  const text = readFileSync(`${repository}${page}`, 'utf8');
  return [...text.matchAll(fence)].map(([, command, shown]) => ({ command: command!, shown: shown! }));
}

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

/** Puts what the commands say today into the page. */
export async function rewriteBlocks(page: string): Promise<void> {
  const file = `${repository}${page}`;
  const outputs = new Map<string, string>();
  for (const { command } of consoleBlocks(page)) outputs.set(command, await outputOf(command));
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(fence, (_, command: string) => `\`\`\`console\n$ ${command}\n${outputs.get(command)!}\`\`\``),
  );
}
