#!/usr/bin/env node
/**
 * How many arguments are restored rightly: strips size and handle from every free of a kernel tree, has the built command
 * put them back, and compares with what the human had written. Fetches nothing; TREE is only read.
 *
 *   node tools/bench/restoration.mjs TREE [--api dma|pci|consistent3] [--judged FILE] [--peer FILE.cocci] [--keep DIR]
 *                                         [--json FILE] [--unjudged FILE]
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { apis } from './restoration/apis.mjs';
import { categoriser } from './restoration/category.mjs';
import { Judgements, judgementOf, withOccurrence } from './restoration/judged.mjs';
import { releaseOf } from './restoration/release.mjs';
import { withReport } from './restoration/reported.mjs';
import { scoreTree } from './restoration/score.mjs';
import { makeScratchTree } from './restoration/scratch-tree.mjs';
import { count, resultTables, toolTable } from './restoration/table.mjs';
import { runFreehandle, runSpatch } from './restoration/tools.mjs';

const usage =
  'usage: node tools/bench/restoration.mjs TREE [--api dma|pci|consistent3] [--judged FILE] [--peer FILE.cocci] [--keep DIR]\n' +
  '       [--json FILE] [--unjudged FILE]';

function readArguments() {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { api: { ...text, default: 'dma' }, judged: text, peer: text, keep: text, json: text, unjudged: text },
  });
  const [tree] = positionals;
  if (positionals.length !== 1 || !existsSync(tree)) throw new Error(`no tree: ${tree ?? ''}`);
  if (!Object.hasOwn(apis, values.api)) throw new Error(`--api ${values.api}`);
  if (values.keep !== undefined && existsSync(values.keep)) throw new Error(`--keep ${values.keep} is there already`);
  return { tree: path.resolve(tree), ...values };
}

let options;
try {
  options = readArguments();
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}

const api = apis[options.api];
const judgements = options.judged === undefined ? new Judgements('') : Judgements.fromFile(options.judged);
const scratch =
  options.keep === undefined ? mkdtempSync(path.join(tmpdir(), 'freehandle-restoration-')) : path.resolve(options.keep);
if (options.keep === undefined) process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
const stripped = path.join(scratch, 'stripped');
mkdirSync(stripped, { recursive: true });

const made = makeScratchTree(options.tree, stripped, api);
const truth = withOccurrence(made.sites);
writeFileSync(path.join(scratch, 'truth.json'), JSON.stringify(truth, null, 1));
console.log(
  `${made.scanned} files scanned, ${made.stripped} stripped, ${made.copied} copied beside them; ` +
    `${truth.length} sites in ${new Set(truth.map(({ file }) => file)).size} files`,
);
if (truth.length === 0) {
  console.error(`no free of --api ${options.api} in ${options.tree}`);
  process.exit(2);
}

const copy = (name) => {
  const folder = path.join(scratch, name);
  cpSync(stripped, folder, { recursive: true });
  return folder;
};
const score = (migrated) => scoreTree(truth, { tree: options.tree, stripped, migrated });

const migrated = copy('freehandle');
const { run, report } = await runFreehandle(migrated);
const categoryOf = categoriser(truth, { tree: options.tree, api });
const { sites: reported, problems } = withReport(score(migrated), report);
const sites = reported.map((site) => ({
  ...site,
  category: categoryOf(site),
  judgement: site.class === 'different' ? judgements.of(site) : null,
}));
const tools = [{ name: 'freehandle migrate', sites, run }];

if (options.peer !== undefined) {
  const folder = copy('spatch');
  const peer = await runSpatch(folder, options.peer);
  if (peer === null) console.error('spatch is not installed: no peer');
  else tools.push({ name: `spatch, ${path.basename(options.peer)}`, sites: score(folder), run: peer });
}

console.log(`\n${resultTables(sites)}\n\n${toolTable(tools)}`);
for (const problem of problems) console.log(`CONTRADICTION ${problem}`);
if (options.judged !== undefined) console.log(`judgements that no longer apply: ${judgements.unused().length}`);

const unjudged = sites.filter((site) => site.class === 'different' && site.judgement === null);
if (options.unjudged !== undefined)
  writeFileSync(
    options.unjudged,
    unjudged
      .map(
        (site) =>
          `${JSON.stringify({ status: site.status, line: site.line, doubt: site.doubt, ...judgementOf(site) })}\n`,
      )
      .join(''),
  );
if (options.json !== undefined)
  writeFileSync(
    options.json,
    JSON.stringify(
      {
        tree: releaseOf(options.tree),
        api: options.api,
        made: { ...made, sites: undefined },
        figures: count(sites),
        tools: tools.map(({ name, run: { seconds, cpuSeconds, megabytes }, sites: own }) => ({
          name,
          seconds,
          cpuSeconds,
          megabytes,
          figures: count(own),
        })),
        problems,
        sites,
      },
      null,
      1,
    ),
  );
process.exit(problems.length === 0 ? 0 : 1);
