import { directiveWord, HASH, idsOf, NAME, type Detail, type Lexemes, type Outline } from '@freehandle/c-source';
import type { ApiShape } from './facts/file-context.ts';
import { releasingCalls } from './vocabulary.ts';

/**
 * Which functions the facts of a file rest on, and how much of each, decided from its tokens alone. The facts are the
 * same as those of the whole file. Whoever lets facts look at more of a file must see to it that this rule shows it:
 *
 * - **whole**: a function that names an allocator or the free (or a macro that does), and every function that mentions
 *   such a one, and so on up: what allocates, frees, passes on, and every caller that a pointer may come from
 *   (`allocationFacts`, `freeFacts`, `passing`, `nullArrival`);
 * - **whole**: a function that may release one of its parameters, if one of those calls it, directly or not
 *   (`Summary.releases`);
 * - **stores and calls** within the file: every other function that one of those calls, directly or not
 *   (`Summary.stores`);
 * - **stores**: all others (`storeFacts`, which look at the expression stored and at types, not at the flow of control).
 */
export function relevance(api: ApiShape): (outline: Outline) => Detail[] {
  const apiNames = [api.free.name, ...api.allocators.map((allocator) => allocator.name)];
  return (outline) => {
    const { lexemes, functions } = outline;
    const seeds = idsOf(lexemes, apiNames);
    const releasing = idsOf(lexemes, releasingCalls.keys());
    const nodes = nodesOf(outline);
    const defining = new Map<number, number[]>();
    nodes.forEach((node, index) => {
      for (const name of node.names) defining.set(name, [...(defining.get(name) ?? []), index]);
    });
    const graph = graphOf(lexemes, nodes, defining);
    const whole = closure(
      nodes.flatMap((node, index) => (mentions(lexemes, node, seeds) ? [index] : [])),
      (index) => graph.users[index]!,
    );
    const called = closure([...whole], (index) => graph.uses[index]!);
    const releasers = [...called].filter((index) => !whole.has(index) && mayRelease(lexemes, nodes[index]!, releasing));
    for (const index of closure(releasers, (one) => graph.users[one]!.filter((user) => called.has(user))))
      whole.add(index);
    const own = new Set(functions.flatMap((definition) => definition.names));
    const none = new Set<number>();
    return functions.map((_definition, index): Detail => {
      if (whole.has(index)) return 'whole';
      return { kind: 'stores', calls: called.has(index) ? own : none };
    });
  };
}

/** A function or a macro: its names and the tokens from its first to its last. Functions come first, in their order. */
interface Node {
  readonly names: readonly number[];
  readonly from: number;
  readonly to: number;
}

function nodesOf({ lexemes, functions }: Outline): Node[] {
  const nodes: Node[] = functions.map(({ names, head, close }) => ({ names, from: head, to: close }));
  const { count, kinds, ids, directives } = lexemes;
  for (let i = 0; i < count; i++) {
    if (!directives[i] || kinds[i] !== HASH || directiveWord(lexemes, i) !== 'define' || kinds[i + 2] !== NAME)
      continue;
    const from = i + 2;
    while (i + 1 < count && directives[i + 1] && !startsDirective(lexemes, i + 1)) i++;
    nodes.push({ names: [ids[from]!], from, to: i });
  }
  return nodes;
}

/** A number sign that begins a line, rather than one in a macro's body. */
function startsDirective({ text, kinds, starts }: Lexemes, at: number): boolean {
  if (kinds[at] !== HASH) return false;
  const line = text.lastIndexOf('\n', starts[at]);
  return /^[ \t]*$/.test(text.slice(line + 1, starts[at])) && !/\\\r?$/.test(text.slice(Math.max(0, line - 2), line));
}

function graphOf(
  { ids }: Lexemes,
  nodes: readonly Node[],
  defining: ReadonlyMap<number, readonly number[]>,
): { uses: number[][]; users: number[][] } {
  const uses: number[][] = nodes.map(() => []);
  const users: number[][] = nodes.map(() => []);
  nodes.forEach((node, index) => {
    const seen = new Set<number>();
    for (let i = node.from; i <= node.to; i++) {
      const id = ids[i]!;
      if (id < 0 || seen.has(id)) continue;
      const targets = defining.get(id);
      if (!targets) continue;
      seen.add(id);
      for (const target of targets) {
        if (target === index) continue;
        uses[index]!.push(target);
        users[target]!.push(index);
      }
    }
  });
  return { uses, users };
}

function mentions({ ids }: Lexemes, node: Node, wanted: ReadonlySet<number>): boolean {
  for (let i = node.from; i <= node.to; i++) if (wanted.has(ids[i]!)) return true;
  return false;
}

function closure(start: readonly number[], next: (index: number) => readonly number[]): Set<number> {
  const found = new Set(start);
  const pending = [...start];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    for (const one of next(index)) {
      if (found.has(one)) continue;
      found.add(one);
      pending.push(one);
    }
  }
  return found;
}

/** Whether it hands a plain variable to a function that releases: `kfree(p)`, not `kfree(p->buffer)`. */
function mayRelease(lexemes: Lexemes, node: Node, releasing: ReadonlySet<number>): boolean {
  const { text, ids, starts, ends } = lexemes;
  for (let i = node.from; i < node.to; i++) {
    if (!releasing.has(ids[i]!)) continue;
    let depth = 0;
    let isPlain = true;
    for (let j = i + 1; j <= node.to; j++) {
      const lexeme = text.slice(starts[j], ends[j]);
      if (lexeme === '(') depth++;
      else if (lexeme === ')') depth--;
      else if (lexeme === '->' || lexeme === '.' || lexeme === '[') isPlain = false;
      if (depth === 0 || (depth === 1 && lexeme === ',')) {
        if (isPlain) return true;
        isPlain = true;
      }
      if (depth === 0) break;
    }
  }
  return false;
}
