// Batches of mutated inputs through the codemod, in a process of their own: tells what does not hold, input by input.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { consistentFree, migratedFiles, planMigration } from '@freehandle/codemod';
import { inputOf } from './mutate.mjs';

let material = [];

process.on('message', async (message) => {
  if ('material' in message) material = message.material.map((file) => readFileSync(file, 'latin1'));
  else process.send(await resultOf(message));
});

async function resultOf({ seed, first, count, retain }) {
  const failures = [];
  let slowest = { number: first, ms: 0 };
  const folder = mkdtempSync(path.join(tmpdir(), 'freehandle-fuzz-'));
  try {
    for (let number = first; number < first + count; number++) {
      // A folder each: the structures of one input are none of another's business.
      const root = path.join(folder, String(number));
      mkdirSync(root);
      const text = inputOf(material, seed, number);
      const begun = process.cpuUsage();
      for (const what of await problemsOf(text, root, retain)) failures.push({ number, what });
      const { user, system } = process.cpuUsage(begun);
      const ms = (user + system) / 1000;
      if (ms > slowest.ms) slowest = { number, ms };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { failures, slowest };
}

async function problemsOf(text, root, retain) {
  const name = 'input.c';
  const file = path.join(root, name);
  writeFileSync(file, text, 'latin1');
  const options = { migration: consistentFree, root, retain };
  try {
    const plan = await planMigration([name], options);
    const wrong = [...planProblems(plan, text)];
    const [migrated] = await migratedFiles(plan, { include: ['safe'] });
    if (!migrated) return wrong;
    const after = Buffer.from(migrated.after).toString('latin1');
    wrong.push(...editProblems(plan, text, after));
    writeFileSync(file, after, 'latin1');
    const again = await planMigration([name], options);
    const left = await migratedFiles(again, { include: ['safe'] });
    if (left.length > 0) wrong.push('a second run changes it again');
    return wrong;
  } catch (error) {
    return [`crash: ${error.stack ?? error}`];
  }
}

function* planProblems(plan, text) {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  for (const problem of plan.problems) if (problem.code === 'FH1007') yield `${problem.code}: ${problem.message}`;
  for (const site of plan.sites) {
    const offset = starts[site.line - 1] + site.column - 1;
    // A call through a pointer to the function has another name.
    if (!/^(?:consistent_free\b|[A-Za-z_(*])/.test(text.slice(offset)))
      yield `site ${site.line}:${site.column} is not where a call stands`;
    if ((site.status === 'refused') !== (site.edits.length === 0))
      yield `site ${site.line}: edits of a ${site.status} one`;
    if ((site.status === 'refused') !== (site.reason !== null))
      yield `site ${site.line}: reason of a ${site.status} one`;
    if (text.slice(offset, offset + site.before.length) !== site.before)
      yield `site ${site.line}: before is not the text`;
  }
}

/** Applies the edits once more, by other means, and compares. */
function* editProblems(plan, text, after) {
  const sites = plan.sites.filter((site) => site.status === 'safe');
  const edits = new Map();
  for (const one of [...sites, ...sites.flatMap((site) => site.retains), ...plan.declarations])
    for (const edit of one.edits) edits.set(`${edit.start} ${edit.end} ${edit.text}`, edit);
  const sorted = [...edits.values()].sort((a, b) => b.start - a.start || b.end - a.end);
  let limit = text.length;
  for (const { start, end } of sorted) {
    if (start < 0 || start > end || end > limit) yield `edit ${start}..${end} is out of range or overlaps`;
    limit = start;
  }
  // Insertions at one place keep their order.
  let position = 0;
  const kept = [];
  for (const edit of [...edits.values()].sort((a, b) => a.start - b.start || a.end - b.end)) {
    kept.push(text.slice(position, edit.start), edit.text);
    position = edit.end;
  }
  if (kept.join('') + text.slice(position) !== after) yield 'bytes outside the edits changed';
}
