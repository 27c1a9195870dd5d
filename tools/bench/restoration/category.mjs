/**
 * What it takes to find a site's arguments, told from the tree as the human wrote it: where the allocation stands whose result
 * is kept under the name that the free uses. By names alone; no tool is asked.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { callsOf, functionsOf } from './calls.mjs';
import { Environments } from './environment.mjs';
import { parseExpression } from './expression.mjs';
import { codeOf, tokensOf } from './tokens.mjs';

export const categories = [
  'same function',
  'same field, another function of the file',
  'same field, size told in other words',
  'same field of an array or in a loop',
  'same field, several sizes allocated',
  'global variable',
  'copied to a local',
  'parameter of the function',
  'allocated in another file',
  'no allocation under that name (wrapper, copy, other API)',
  'in a macro',
];

/** @returns a function site → one of `categories` */
export function categoriser(sites, { tree, api }) {
  const names = new Set([...Object.keys(api.allocations), ...(api.also ?? [])]);
  const shapes = { consistent_alloc: { arity: 3, size: 1 }, ...api.allocations };
  const kept = new Map();
  const keptIn = (file) => {
    if (!kept.has(file)) {
      const text = readFileSync(path.join(tree, file), 'latin1');
      const mentions = [...names].some((name) => text.includes(name));
      kept.set(file, mentions ? keptAllocations(text, names, shapes) : []);
    }
    return kept.get(file);
  };
  const neighbours = (file) =>
    readdirSync(path.join(tree, path.dirname(file)), { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.[ch]$/.test(entry.name))
      .map((entry) => path.posix.join(path.posix.dirname(file), entry.name))
      .filter((other) => other !== file);
  const environments = new Environments(tree);
  const inFolder = (file) => neighbours(file).flatMap(keptIn);
  return (site) =>
    categoryOf(
      site,
      keptIn(site.file),
      () => inFolder(site.file),
      () => environments.of(site.file).localsAt(site.offset),
    );
}

function categoryOf(site, own, inFolder, localsAt) {
  if (site.macro !== null) return 'in a macro';
  const { name, member, indexed } = keeperOf(parseExpression(site.vaddr));
  const fits = (allocation) => allocation.name === name && allocation.member === member;
  const here = own.filter(fits);
  if (here.some((allocation) => allocation.function === site.function)) return 'same function';
  if (!member) {
    const declared = localsAt()?.declarator(name) ?? null;
    if (declared === null && here.length > 0) return 'global variable';
    if (declared !== null) return localsAt().isParameter(name) ? 'parameter of the function' : 'copied to a local';
  }
  if (here.length > 0) {
    const sizes = new Set(here.map(({ size }) => inOtherObjects(size)));
    if (indexed) return 'same field of an array or in a loop';
    if (sizes.size > 1) return 'same field, several sizes allocated';
    return sizes.has(inOtherObjects(site.size))
      ? 'same field, another function of the file'
      : 'same field, size told in other words';
  }
  if (member && inFolder().some(fits)) return 'allocated in another file';
  return 'no allocation under that name (wrapper, copy, other API)';
}

/** The name a buffer is kept under: the last member, or the variable. */
function keeperOf(tree) {
  let indexed = false;
  let node = tree;
  while (node !== null && ['index', 'unary', 'postfix'].includes(node.op)) {
    indexed ||= node.op === 'index';
    node = node.of;
  }
  if (node?.op === 'member') return { name: node.name, member: true, indexed: indexed || hasIndex(node) };
  return { name: node?.op === 'name' ? node.text : null, member: false, indexed };
}

const hasIndex = (node) =>
  node !== null &&
  typeof node === 'object' &&
  (node.op === 'index' || Object.values(node).some((inner) => hasIndex(inner)));

/** Allocations of a file whose result is assigned: what keeps it, in which function, with which size. */
function keptAllocations(text, names, shapes) {
  const tokens = tokensOf(text);
  return callsOf(tokens, names, functionsOf(tokens)).flatMap((call) => {
    const shape = shapes[call.name];
    if (call.arguments.length !== shape.arity) return [];
    const { start, end } = call.arguments[shape.size];
    const target = targetBefore(tokens, call.token);
    if (target === null) return [];
    return [{ ...keeperOf(parseExpression(target)), function: call.function, size: codeOf(text.slice(start, end)) }];
  });
}

/** The left side of the assignment whose right side begins with the token at `index`, casts passed over. */
function targetBefore(tokens, index) {
  let at = index - 1;
  while (tokens[at]?.text === ')') {
    let depth = 0;
    do {
      if (tokens[at].text === ')') depth += 1;
      if (tokens[at].text === '(') depth -= 1;
      at -= 1;
    } while (depth > 0 && at > 0);
  }
  if (tokens[at]?.text !== '=') return null;
  const parts = [];
  for (at -= 1; at >= 0; at--) {
    const { text, kind } = tokens[at];
    if (text === ']') {
      let depth = 0;
      do {
        if (tokens[at].text === ']') depth += 1;
        if (tokens[at].text === '[') depth -= 1;
        parts.unshift(tokens[at--].text);
      } while (depth > 0 && at >= 0);
      at += 1;
      continue;
    }
    const joins = ['.', '->'].includes(text) || ['.', '->', '['].includes(parts[0]) || parts.length === 0;
    if (!joins || !(kind === 'word' || ['.', '->'].includes(text))) break;
    parts.unshift(text);
  }
  return parts.length === 0 ? null : parts.join(' ');
}

/** An expression with only the last name of every path: the same for two objects that are described alike. */
function inOtherObjects(text) {
  const tokens = tokensOf(text);
  const words = [];
  for (const { text: word } of tokens) {
    if (word === '->' || word === '.') {
      while (words.length > 0 && words.at(-1) === ']') words.splice(words.lastIndexOf('['));
      if (words.at(-1) === ')') words.splice(words.lastIndexOf('('));
      else words.pop();
    } else words.push(word);
  }
  return words.join(' ');
}
