// Writes docs/thread.md from runs of the built model: node tools/docs/thread.mjs
import { writeFileSync } from 'node:fs';
import { cellName, runThread } from '@freehandle/model';

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const sure = ({ answer, condition }) => (condition === null ? `**${answer}**` : `**${answer}** (${condition})`);

const { claims } = runThread();
const claimTable = (rows) =>
  table(
    ['', 'by', 'claim', 'verdict'],
    rows.map(({ id, claimant, claim, verdict }) => [id, claimant, claim, sure(verdict)]),
  );

const details = claims
  .map(
    ({ id, claim, explanation, cells }) => `### ${id}

${claim}

${explanation}

${table(
  ['allocator / vfree', 'seen', 'verdict'],
  cells.map((cell) => [
    `\`${cellName(cell)}\`${cell.contrast ? ' (for contrast)' : ''}`,
    cell.observable,
    sure(cell.verdict),
  ]),
)}`,
  )
  .join('\n\n');

writeFileSync(
  new URL('../../docs/thread.md', import.meta.url),
  `# The thread of September 2002, settled by running it

Written by \`node tools/docs/thread.mjs\` from runs of the model; a test compares it with a fresh run.

On linuxppc-dev, Todd Poynor proposed to give PowerPC's \`consistent_free\` the size and the handle that ARM's had, and
to let the allocator reserve its pages
([014343](https://lists.ozlabs.org/pipermail/linuxppc-dev/2002-September/014343.html)). David Gibson answered that
\`vfree\` does the work, and that drivers should rather mark the user mapping
([014344](https://lists.ozlabs.org/pipermail/linuxppc-dev/2002-September/014344.html)). No PowerPC tree that was searched took the
proposal. Neither mail names the kernel it speaks of, and both writers are right about one.

\`freehandle thread\` prints this table, \`freehandle thread C13\` one claim as a story.

## How a verdict comes about

Each claim is an experiment: it runs on a machine of the model, once per cell. A cell is an allocator with one of the
two historical forms of \`vfree\`: \`walk\` (2.4) frees the pages it finds in the page table, \`array\` (2.5 after August
2002) frees those listed in the vm area. What the run shows decides the cell, and the cells that the writer spoke of
decide the claim. Cells run for contrast show where it would be otherwise.

| verdict | meaning |
| --- | --- |
| true, false | so it is, or is not, in every cell the writer spoke of |
| depends | true in some of these cells and not in others |
| partly | true as far as it goes, with something that the claim leaves out |
| supported | an intention, which no run can prove; the facts agree with it |
| came true | a prediction, and what later kernels did |
| not sufficient | a proposal that does not do what it is proposed for |

The allocators: \`ppc-remark\`, \`ppc-map0\`, \`ppc-map1\`, \`ppc-map2\` are four generations of PowerPC's, \`ppc-region\`
its last form in 2.6; \`arm-1arg\`, \`arm-3arg\`, \`arm-region\` are ARM's of 2.4.0, 2.4.17 and 2.6. \`ppc-sized\`,
\`ppc-array\` and \`ppc-gfp\` are what the mails propose, built as proposed. \`plain-pages\` is a coherent machine.

## The claims of the mails

${claimTable(claims.filter(({ id }) => id.startsWith('C')))}

## What nobody mentioned

${claimTable(claims.filter(({ id }) => id.startsWith('X')))}

## Cell by cell

${details}
`,
);
