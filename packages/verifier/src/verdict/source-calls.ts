import { tokensOf } from '@freehandle/c-source';

/** Words a call may follow; any other name before it makes it a declaration. */
const beforeCall = new Set(['else', 'do', 'return']);

/**
 * Lines (1-based) on which one of the named functions is called in the text, whatever the preprocessor leaves of it.
 * Macro bodies, declarations and definitions are no calls.
 */
export function sourceCalls(text: string, names: ReadonlySet<string>): number[] {
  if (![...names].some((name) => text.includes(name))) return [];
  const tokens = tokensOf(text).filter(({ start }) => !inDirective(text, start));
  const word = (index: number): string => text.slice(tokens[index]?.start, tokens[index]?.end ?? text.length);
  const lines = new Set<number>();
  let line = 1;
  let counted = 0;
  tokens.forEach(({ kind, start }, index) => {
    if (kind !== 'name' || !names.has(word(index)) || word(index + 1) !== '(') return;
    const before = index === 0 ? undefined : tokens[index - 1];
    const declared = before?.kind === 'name' ? !beforeCall.has(word(index - 1)) : before && word(index - 1) === '*';
    if (declared) return;
    for (; counted < start; counted++) if (text.charCodeAt(counted) === 10) line++;
    lines.add(line);
  });
  return [...lines];
}

/** Whether the logical line that holds an offset begins with `#`. */
function inDirective(text: string, offset: number): boolean {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  while (/\\\r?\n$/.test(text.slice(Math.max(0, start - 3), start))) start = text.lastIndexOf('\n', start - 2) + 1;
  return /^[ \t]*#/.test(text.slice(start, start + 80));
}
