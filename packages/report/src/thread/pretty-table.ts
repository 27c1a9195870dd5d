import { cellName, type ClaimResult, type ThreadTable, type Verdict } from '@freehandle/model';
import { count } from '../count.ts';
import { paint, type Paint } from '../paint.ts';

/** Every claim with its verdict, who made it, and under it each cell with what was seen there. */
export function prettyThread(table: ThreadTable, options: { readonly color: boolean }): string {
  const p = paint(options.color);
  const cells = table.claims.flatMap((claim) => claim.cells);
  const width = Math.max(...cells.map((cell) => cellName(cell).length));
  return `${table.claims.map((claim) => prettyClaim(claim, width, p)).join('\n')}\n${summary(table, p)}\n`;
}

function prettyClaim({ id, claimant, claim, verdict, cells }: ClaimResult, width: number, p: Paint): string {
  const lines = cells.map((cell) => {
    const mark = cell.contrast ? '·' : ' ';
    const answer = colored(cell.verdict, cell.verdict.answer.padEnd(14), p);
    return `   ${p.dim(mark)} ${cellName(cell).padEnd(width)}  ${answer}  ${p.dim(cell.observable)}`;
  });
  const condition = verdict.condition === null ? '' : p.dim(` (${verdict.condition})`);
  const head = `${p.bold(id.padEnd(4))} ${p.bold(claim)} ${p.dim(`[${claimant}]`)}`;
  return `${head}\n     ${colored(verdict, verdict.answer, p)}${condition}\n${lines.join('\n')}\n`;
}

/** What a verdict looks like: green where the claim holds, red where it does not, yellow in between. */
export function colored({ answer }: Verdict, text: string, p: Paint): string {
  switch (answer) {
    case 'true':
    case 'supported':
    case 'came true':
      return p.green(text);
    case 'false':
    case 'not sufficient':
      return p.red(text);
    case 'partly':
    case 'depends':
      return p.yellow(text);
  }
}

function summary({ claims }: ThreadTable, p: Paint): string {
  const answers = new Map<string, number>();
  for (const { verdict } of claims) answers.set(verdict.answer, (answers.get(verdict.answer) ?? 0) + 1);
  const cells = claims.reduce((sum, claim) => sum + claim.cells.length, 0);
  const tally = [...answers].map(([answer, n]) => `${n} ${answer}`).join(', ');
  return [
    `${count(claims.length, 'claim')} in ${count(cells, 'cell')}: ${tally}`,
    p.dim('· run for contrast: it does not count for the verdict. `freehandle thread C13` tells one claim as a story.'),
  ].join('\n');
}
