/** What a user does with the installed packages, the exit code that has to come, and what has to be seen. */
export const userSession = [
  { command: 'npx freehandle --version', exit: 0, shows: /^\d+\.\d+\.\d+$/ },
  { command: 'npx freehandle migrate drivers', cwd: 'kernel', exit: 1, shows: /\+.*consistent_free\(.*, .*, .*\)/ },
  { command: 'npx freehandle audit drivers', cwd: 'kernel', exit: 1, shows: /error [A-Z]\d+/ },
  { command: 'npx freehandle verify drivers/net', cwd: 'kernel', exit: 1, shows: /mal\.c.*equivalent/ },
  {
    command: 'npx freehandle verify drivers/net/mal.c --format html --output report.html',
    cwd: 'kernel',
    exit: 1,
    shows: /Report: report\.html/,
  },
  { command: 'npx freehandle thread', exit: 0, shows: /C13/ },
  { command: 'npx freehandle explain handle-not-retained', exit: 0, shows: /handle/ },
  { command: 'npx freehandle migrate uart.c', cwd: 'rtos', exit: 1, shows: /\+.*dma_free\(.*, .*, .*\)/ },
  { command: 'npx freehandle export', cwd: 'rtos', exit: 0, shows: /^- dma_free\(v\)$/m },
  { command: 'npx freehandle audit', cwd: 'rtos-audit', exit: 1, shows: /spi\.c:18:3 {2}error R9/ },
  {
    command: `node --input-type=module -e "
import { createKernel, GFP_KERNEL } from '@freehandle/model';
const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-sized' });
const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, 8192);
kernel.consistentFree(vaddr, 4096, handle);
for (const { rule, message } of kernel.finish()) console.log(rule, message);"`,
    exit: 0,
    shows: /^R9 /m,
  },
  {
    command: `node --input-type=module -e "
import { planMigration, migrations } from '@freehandle/codemod';
const { resolve } = await import('node:path');
const plan = await planMigration([resolve('kernel/drivers/net/mal.c')], { migration: migrations[0], root: resolve('kernel') });
console.log(plan.sites.map(({ line, status, after }) => [line, status, after].join(' ')).join('\\n'));"`,
    exit: 0,
    shows: /safe consistent_free/,
  },
  {
    command: 'node "$TSC" --noEmit --strict --skipLibCheck --module nodenext --target es2023 types.ts',
    exit: 0,
    shows: /^$/,
  },
];

/** TypeScript that uses every package, with one mistake that the types have to see. */
export const typesOfAll = `import { createKernel } from '@freehandle/model';
import { planMigration } from '@freehandle/codemod';
import { verifyBatch } from '@freehandle/verifier';
import { auditFiles } from '@freehandle/audit';
import { htmlPage } from '@freehandle/report';
import { defineConfig } from 'freehandle';
import * as source from '@freehandle/c-source';
import * as provenance from '@freehandle/provenance';
import * as nx from '@freehandle/nx';
export { planMigration, verifyBatch, auditFiles, htmlPage, defineConfig, source, provenance, nx };
const kernel = createKernel({ platform: 'ibm405lp', allocator: 'ppc-sized' });
// @ts-expect-error: this allocator's free takes the size and the handle too
kernel.consistentFree(0);
`;
