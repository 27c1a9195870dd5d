import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cellName, runThread, type Verdict } from '../../src/thread/index.ts';

const page = readFileSync(fileURLToPath(new URL('../../../../docs/thread.md', import.meta.url)), 'utf8');
const words = ({ answer, condition }: Verdict) =>
  condition === null ? `**${answer}**` : `**${answer}** (${condition})`;

it('docs/thread.md holds the claims, observations and verdicts of a fresh run', () => {
  const printed = page.split('\n').filter((line) => /^\| (?:[CX]\d|`)/.test(line));
  const { claims } = runThread();
  expect(printed).toEqual([
    ...claims.map(({ id, claimant, claim, verdict }) => `| ${id} | ${claimant} | ${claim} | ${words(verdict)} |`),
    ...claims.flatMap(({ cells }) =>
      cells.map(
        (cell) =>
          `| \`${cellName(cell)}\`${cell.contrast ? ' (for contrast)' : ''} | ${cell.observable} | ${words(cell.verdict)} |`,
      ),
    ),
  ]);
  for (const { explanation } of claims) expect(page).toContain(explanation);
});
