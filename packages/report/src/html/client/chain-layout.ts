import type { SourceForm } from '../excerpts.ts';

/** A line of a story told through the source. */
export interface Mark {
  readonly form: SourceForm;
  readonly file: string;
  readonly line: number;
  readonly what: string;
  /** Code that the mark is about, where it is about any. */
  readonly text?: string;
  /** `way`: the next station of the buffer's way, in the order of the marks. The others lead to the last of these. */
  readonly kind: 'way' | 'size' | 'handle';
}

/** Lines of a file shown together. */
export interface Block {
  readonly form: SourceForm;
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** An arrow between two marks, by their numbers, and how far out it runs, from 0. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly kind: Mark['kind'];
  readonly lane: number;
}

const CONTEXT = 2;
/** Lines between two marks that are rather shown than left out. */
const GAP = 2;

/** What to show of the source: files as the story comes to them, the lines of one in their order. */
export function blocksOf(marks: readonly Mark[]): Block[] {
  const files = new Map<string, Mark[]>();
  for (const mark of marks) {
    const key = `${mark.form} ${mark.file}`;
    files.set(key, [...(files.get(key) ?? []), mark]);
  }
  return [...files.values()].flatMap((inFile) => {
    const blocks: Block[] = [];
    for (const { form, file, line } of [...inFile].sort((a, b) => a.line - b.line)) {
      const [from, to] = [Math.max(1, line - CONTEXT), line + CONTEXT];
      const last = blocks.at(-1);
      if (last && from <= last.to + GAP) blocks[blocks.length - 1] = { ...last, to };
      else blocks.push({ form, file, from, to });
    }
    return blocks;
  });
}

/** The arrows of a story; `position` tells how far down the page each mark stands. */
export function arrowsOf(marks: readonly Mark[], position: (mark: number) => number): Arrow[] {
  const way = marks.flatMap(({ kind }, index) => (kind === 'way' ? [index] : []));
  const last = way.at(-1);
  const links = [
    ...way.slice(1).map((to, index) => ({ from: way[index]!, to, kind: 'way' as const })),
    ...marks.flatMap(({ kind }, from) => (kind === 'way' || last === undefined ? [] : [{ from, to: last, kind }])),
  ].filter(({ from, to }) => position(from) !== position(to));
  const lanes: { top: number; bottom: number }[][] = [];
  return links.map((link) => {
    const [a, b] = [position(link.from), position(link.to)];
    const span = { top: Math.min(a, b), bottom: Math.max(a, b) };
    const isFree = (lane: readonly (typeof span)[]): boolean =>
      lane.every((other) => span.bottom < other.top || span.top > other.bottom);
    const free = lanes.findIndex(isFree);
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = [...(lanes[lane] ?? []), span];
    return { ...link, lane };
  });
}
