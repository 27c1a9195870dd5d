/**
 * Compares what stands in a migrated tree with the truth. Knows the truth, the bytes, and C: nothing of the tool.
 *
 * A site is `exact` or `equivalent` when both arguments are, `different` when one is not by its text, `refused` when the call
 * still has one argument, `lost` when the call or its first argument is no longer there.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { strippedFree } from './apis.mjs';
import { callsOf } from './calls.mjs';
import { Environments } from './environment.mjs';
import { compareExpressions, sameObject } from './equivalence.mjs';
import { codeOf, tokensOf } from './tokens.mjs';

export const classes = ['exact', 'equivalent', 'different', 'refused', 'lost'];

/** @returns `sites`, each with `class`, and where the call was rewritten `got: { size, handle }` and `parts` (class of each) */
export function scoreTree(sites, { tree, stripped, migrated }) {
  const environments = new Environments(tree);
  const byFile = Map.groupBy ? Map.groupBy(sites, ({ file }) => file) : groupBy(sites);
  return [...byFile].flatMap(([file, own]) => {
    const environment = environments.of(file);
    const after = callsIn(path.join(migrated, file));
    const before = callsIn(path.join(stripped, file));
    const places = alignment(before, after);
    return own.map((site) => ({ ...site, ...scoreSite(site, after[places(site.nth)], environment) }));
  });
}

function groupBy(sites) {
  const groups = new Map();
  for (const site of sites) groups.set(site.file, [...(groups.get(site.file) ?? []), site]);
  return groups;
}

/** Argument texts of each free in a file, in order. */
function callsIn(file) {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'latin1');
  return callsOf(tokensOf(text), new Set([strippedFree])).map((call) =>
    call.arguments.map(({ start, end }) => codeOf(text.slice(start, end))),
  );
}

/** Where the nth call of the stripped file is in the migrated one: the same place, or by their first arguments in order. */
function alignment(before, after) {
  if (before.length === after.length) return (nth) => nth;
  const matches = (i, j) => sameObject(before[i][0] ?? '', after[j][0] ?? '');
  const longest = Array.from({ length: before.length + 1 }, () => new Array(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      longest[i][j] = matches(i, j) ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
  const places = new Map();
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (matches(i, j)) places.set(i++, j++);
    else if (longest[i + 1][j] >= longest[i][j + 1]) i += 1;
    else j += 1;
  }
  return (nth) => places.get(nth);
}

/** One site: `call` is the argument texts that stand in its place now. */
export function scoreSite(site, call, environment) {
  if (call === undefined) return { class: 'lost' };
  if (call.length === 1) return { class: sameObject(call[0], site.vaddr) ? 'refused' : 'lost' };
  if (call.length !== 3 || !sameObject(call[0], site.vaddr)) return { class: 'lost' };
  const locals = environment.localsAt(site.offset);
  const got = { size: call[1], handle: call[2] };
  const parts = {
    size: compareExpressions(site.size, got.size, environment, locals),
    handle: compareExpressions(site.handle, got.handle, environment, locals),
  };
  const both = Object.values(parts);
  const found = both.includes('different') ? 'different' : both.includes('equivalent') ? 'equivalent' : 'exact';
  return { class: found, got, parts };
}
