// Writes docs/leaks.md from runs of the built model: node tools/docs/leaks.mjs
import { writeFileSync } from 'node:fs';
import { cellName, failureTable, leakTable, leakTableSizes, mappingTable } from '@freehandle/model';

const FAILING_PAGES = 16;
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const sizes = table(
  ['allocator / vfree', ...leakTableSizes.map(String)],
  leakTable().map((cell) => [
    `\`${cellName(cell)}\``,
    ...cell.cycles.map((cycle) => (cycle === null ? 'fails' : `${cycle.freed} / ${cycle.leaked}`)),
  ]),
);

const failures = table(
  ['allocator / vfree', ...Array.from({ length: FAILING_PAGES }, (_, k) => String(k))],
  failureTable(FAILING_PAGES)
    .filter(({ leaked }) => leaked.some((pages) => pages !== null))
    .map((cell) => [`\`${cellName(cell)}\``, ...cell.leaked.map((pages) => String(pages ?? '-'))]),
);

const mappings = table(
  ['', 'allocator / vfree', 'situation', 'seen'],
  mappingTable().map((row) => [row.id, `\`${cellName(row)}\``, row.situation, row.seen]),
);

writeFileSync(
  new URL('../../docs/leaks.md', import.meta.url),
  `# What each allocator leaks

Written by \`node tools/docs/leaks.mjs\` from runs of the model; a test compares it with a fresh run.

Every cell is a machine of its own with 32 MiB. \`walk\` is the vfree of 2.4, which frees the pages it finds in the page
table; \`array\` that of 2.5 after August 2002, which frees the pages listed in the vm area.

## A healthy allocation and its free

Pages that the free returned / pages lost for good, by the size of the buffer in pages. The page allocator hands out a
power of two: what is neither returned nor lost went back at the allocation (the tail of the block). Allocators that
reserve pages are freed with the right size and handle.

${sizes}

- \`ppc-map1\` loses the tail of each size that is no power of two, whatever the driver does.
- \`ppc-map0\` and \`arm-1arg\` leave the counts of all but the first page at 0, so the walk frees one page.
- With \`array\` an allocator that does not list its pages gets none of them back.
- The private windows hold 2 MiB less one page at most: 512 pages fail.

## A page table that cannot be had

Pages lost by an allocation of ${FAILING_PAGES} pages that fails because there is no memory for the page table of page k, by k.
Allocators that ask for no page table are left out.

${failures}

## Reserved pages, user mappings and the free

How PG_reserved, a process that maps the buffer and the free of the buffer combine, with a buffer of 4 pages. M2 and M7
are the right ways.

${mappings}
`,
);
