import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One configuration option as the Kconfig files define it; definitions in several places are added up. */
export interface KconfigSymbol {
  readonly name: string;
  /** Conditions of `depends on` and of the `if` and `menu` blocks around it: all have to hold. */
  readonly depends: string[];
  /** Options it switches on, whatever their own conditions say. */
  readonly selects: string[];
}

/** Every option of a tree but those of its architectures, by name without `CONFIG_`. */
export type Kconfig = ReadonlyMap<string, KconfigSymbol>;

/** Reads `Kconfig` and what it sources. Files of an architecture are named by a variable, and are left out. */
export function readKconfig(tree: string): Kconfig {
  const symbols = new Map<string, KconfigSymbol>();
  readFile(tree, 'Kconfig', [], symbols, new Set());
  return symbols;
}

function readFile(
  tree: string,
  file: string,
  outer: readonly string[],
  symbols: Map<string, KconfigSymbol>,
  reading: Set<string>,
): void {
  const path = join(tree, file);
  if (reading.has(path) || file.includes('$') || !existsSync(path)) return;
  reading.add(path);
  /** Conditions of the blocks that are open. */
  const blocks: string[][] = [];
  let current: KconfigSymbol | null = null;
  let inBlockHead = false;
  let helpIndent = -1;
  const conditions = (): string[] => [...outer, ...blocks.flat()];
  for (const line of readFileSync(path, 'latin1').replace(/\\\n/g, ' ').split('\n')) {
    const text = line.trim();
    if (helpIndent >= 0) {
      if (text === '' || indentOf(line) >= helpIndent) continue;
      helpIndent = -1;
    }
    const [, word = '', rest = ''] = /^([\w-]+)\s*(.*)$/.exec(text) ?? [];
    switch (word) {
      case 'config':
      case 'menuconfig':
        current = symbols.get(rest) ?? { name: rest, depends: [], selects: [] };
        symbols.set(rest, current);
        current.depends.push(...conditions());
        inBlockHead = false;
        break;
      case 'if':
      case 'menu':
      case 'choice':
        blocks.push(word === 'if' ? [withoutComment(rest)] : []);
        current = null;
        inBlockHead = word !== 'if';
        break;
      case 'endif':
      case 'endmenu':
      case 'endchoice':
        blocks.pop();
        current = null;
        inBlockHead = false;
        break;
      case 'comment':
        current = null;
        inBlockHead = false;
        break;
      case 'source':
        readFile(tree, rest.replace(/^"|"$/g, ''), conditions(), symbols, reading);
        current = null;
        inBlockHead = false;
        break;
      case 'depends': {
        const condition = withoutComment(rest.replace(/^on\s+/, ''));
        if (current) current.depends.push(condition);
        else if (inBlockHead) blocks.at(-1)?.push(condition);
        break;
      }
      case 'select':
        current?.selects.push(/^\w+/.exec(rest)?.[0] ?? '');
        break;
      case 'help':
      case '---help---':
        helpIndent = indentOf(line) + 1;
        break;
      default:
    }
  }
  reading.delete(path);
}

function indentOf(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === ' ') columns++;
    else if (character === '\t') columns += 8 - (columns % 8);
    else break;
  }
  return columns;
}

function withoutComment(condition: string): string {
  return condition.replace(/\s+#.*$/, '').trim();
}
