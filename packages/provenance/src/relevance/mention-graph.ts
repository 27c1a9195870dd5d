import { directiveWord, HASH, NAME, type Lexemes, type Outline } from '@freehandle/c-source';

/** A range of tokens, both included. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** A function or a macro: its names, by their number, and its tokens. */
export interface MentionNode extends TokenRange {
  readonly names: readonly number[];
}

/** Which functions and macros of a file mention which. */
export interface MentionGraph {
  /** Functions first, in the order of the outline, then macros. */
  readonly nodes: readonly MentionNode[];
  /** For each node those that it mentions. */
  readonly uses: readonly (readonly number[])[];
  /** For each node those that mention it. */
  readonly users: readonly (readonly number[])[];
}

/** Builds the graph. A mention is a mention: as a call, as a pointer, as a member of the same name. */
export function mentionGraph(outline: Outline): MentionGraph {
  const nodes = [...functionNodes(outline), ...macroNodes(outline.lexemes)];
  const { ids, nameCount } = outline.lexemes;
  const defining = new Map<number, number[]>();
  nodes.forEach((node, index) => {
    for (const name of node.names) defining.set(name, [...(defining.get(name) ?? []), index]);
  });
  const isDefined = new Uint8Array(nameCount);
  for (const name of defining.keys()) isDefined[name] = 1;
  const uses: number[][] = nodes.map(() => []);
  const users: number[][] = nodes.map(() => []);
  nodes.forEach((node, index) => {
    const seen = new Set<number>();
    for (let i = node.from; i <= node.to; i++) {
      const id = ids[i]!;
      if (id < 0 || !isDefined[id] || seen.has(id)) continue;
      seen.add(id);
      for (const target of defining.get(id)!) {
        if (target === index) continue;
        uses[index]!.push(target);
        users[target]!.push(index);
      }
    }
  });
  return { nodes, uses, users };
}

/** All that can be reached from `start`, which is included. */
export function closure(start: readonly number[], next: (index: number) => readonly number[]): Set<number> {
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

function functionNodes({ functions }: Outline): MentionNode[] {
  return functions.map(({ names, head, close }) => ({ names, from: head, to: close }));
}

function macroNodes(lexemes: Lexemes): MentionNode[] {
  const { count, kinds, ids, directives } = lexemes;
  const nodes: MentionNode[] = [];
  for (let i = 0; i < count; i++) {
    if (!directives[i] || kinds[i] !== HASH || directiveWord(lexemes, i) !== 'define' || kinds[i + 2] !== NAME)
      continue;
    const from = i + 2;
    i += 2;
    while (i + 1 < count && directives[i + 1] && !beginsDirective(lexemes, i + 1)) i++;
    nodes.push({ names: [ids[from]!], from, to: i });
  }
  return nodes;
}

/** Whether the token is the number sign that begins a directive, rather than one in a macro's body. */
function beginsDirective({ text, kinds, starts }: Lexemes, at: number): boolean {
  if (kinds[at] !== HASH) return false;
  const line = text.lastIndexOf('\n', starts[at]);
  return /^[ \t]*$/.test(text.slice(line + 1, starts[at])) && !/\\\r?$/.test(text.slice(Math.max(0, line - 2), line));
}
