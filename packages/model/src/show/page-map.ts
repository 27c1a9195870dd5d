import type { Inspection } from '../kernel.ts';

/** What a cell shows, with its sign in the text form. `held` is part of a buffer's block but mapped nowhere. */
export const pageMapSigns = {
  free: '.',
  head: 'H',
  mapped: 'm',
  held: 'h',
  reserved: 'R',
  leaked: 'X',
  orphan: 'o',
  pages: 'p',
  vmalloc: 'v',
  user: 'u',
  slab: 's',
  'page-table': 't',
  boot: '#',
} as const;

/** What a frame is, as shown in a page map. */
export type PageMapCell = keyof typeof pageMapSigns;

/** Every frame of a range as a cell, in order from frame `from`. Serialisable. */
export interface PageMap {
  readonly from: number;
  readonly cells: readonly PageMapCell[];
}

/** The frames `[from, to)` of a machine as cells; default all. */
export function pageMap(kernel: Inspection, range: { readonly from?: number; readonly to?: number } = {}): PageMap {
  const mapped = new Set(kernel.vmAreas().flatMap((area) => area.mapped));
  const from = range.from ?? 0;
  const cells: PageMapCell[] = [];
  let blockBefore = NONE;
  kernel.eachFrame(from, Math.min(range.to ?? kernel.frameCount, kernel.frameCount), (owner, reserved, block) => {
    if (owner !== 'consistent') {
      cells.push(owner);
      blockBefore = NONE;
      return;
    }
    const inside = mapped.has(from + cells.length) ? 'mapped' : 'held';
    cells.push(reserved ? 'reserved' : block === blockBefore ? inside : 'head');
    blockBefore = block;
  });
  return { from, cells };
}

/** No block. */
const NONE = -1;

/** A page map for a terminal: `columns` frames a row, equal rows folded, and the meaning of the signs that occur. */
export function pageMapText(map: PageMap, columns = 64): string {
  const lines: string[] = [];
  let folded = 0;
  let last = '';
  const unfold = (): void => {
    if (folded > 0) lines.push(`         ${folded} more row${folded === 1 ? '' : 's'} like this`);
    folded = 0;
  };
  for (let index = 0; index < map.cells.length; index += columns) {
    const row = map.cells
      .slice(index, index + columns)
      .map((cell) => pageMapSigns[cell])
      .join('');
    if (row === last) {
      folded++;
      continue;
    }
    unfold();
    lines.push(`${String(map.from + index).padStart(7)}  ${row}`);
    last = row;
  }
  unfold();
  const legend = Object.entries(pageMapSigns)
    .filter(([cell]) => map.cells.includes(cell as PageMapCell))
    .map(([cell, sign]) => `${sign} ${cell}`);
  return `${[...lines, `         ${legend.join('   ')}`].join('\n')}\n`;
}
