import type { FileTree } from '../toolchain/toolchain.ts';
import { latin1 } from './virtual-files.ts';

/** What a function of the kernel returns, as far as its answer can be made up: see `typedStub`. */
export type ReturnKind = 'void' | 'status' | 'truth' | 'number' | 'pointer';

/**
 * What the named functions return, by their declarations in the files of a unit. One that is declared by a macro has none,
 * and is left out. Text, not syntax: a declaration ends before its name where the previous one, or a directive, ends.
 */
export function returnKinds(files: FileTree, names: ReadonlySet<string>): Map<string, ReturnKind> {
  const kinds = new Map<string, ReturnKind>();
  for (const bytes of files.values()) {
    if (bytes.length > LARGEST) continue;
    const text = latin1(bytes).replace(comment, ' ');
    for (const match of text.matchAll(/([\w*\s]+?)\b(\w+)[ \t]*\(/g)) {
      const name = match[2]!;
      if (!names.has(name) || kinds.has(name)) continue;
      const kind = kindOf(text.slice(Math.max(0, match.index - REACH), match.index + match[1]!.length));
      if (kind !== null) kinds.set(name, kind);
    }
  }
  return kinds;
}

/** What is said of a function before its declaration is no type: ` * name() - what it does`. */
const comment = /\/\*[^]*?\*\/|\/\/[^\n]*/g;

/** Larger files are no headers. */
const LARGEST = 1 << 22;
/** Characters before a name in which its type begins. */
const REACH = 160;

const qualifier =
  /\b(?:extern|static|inline|__inline__|__inline|const|volatile|__must_check|asmlinkage|__init|__exit|__always_inline|noinline|__iomem|__user|__rcu|__percpu|__printf|__malloc|__pure|__attribute_const__|__cold|__deprecated|__sched|__visible|notrace|fastcall)\b/g;

function kindOf(before: string): ReturnKind | null {
  const declaration = before
    .split(/[;{}]|\)[ \t]*\n|^\s*#.*$/m)
    .at(-1)!
    .replace(/__\w+\s*\([^()]*\)/g, ' ')
    .replace(qualifier, ' ')
    .trim();
  if (declaration === '' || /\b(?:return|if|while|else|case|sizeof|define)\b|[=,().&|<>?!]/.test(declaration))
    return null;
  if (declaration.endsWith('*')) return 'pointer';
  if (/^void$/.test(declaration)) return 'void';
  if (/^(?:bool|_Bool|irqreturn_t)$/.test(declaration)) return 'truth';
  if (/^(?:int|long|long int|ssize_t|signed|s32|long long|s64)$/.test(declaration)) return 'status';
  return /^[\w\s]+$/.test(declaration) ? 'number' : null;
}
