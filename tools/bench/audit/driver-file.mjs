/** A driver as the kinds of bug see it: functions, and the calls of the API that are statements, with their parts. */
import { callsOf, functionsOf, lineCounter } from '../restoration/calls.mjs';
import { flat, tokensOf } from '../restoration/tokens.mjs';
import { allocators, frees, poolCreators, poolDestroyers } from './families.mjs';

const names = new Set([...Object.keys(allocators), ...Object.keys(frees), ...poolCreators, ...poolDestroyers]);

/**
 * @returns `{ text, tokens, lineOf, functions, allocations, frees, pools, destroyed }`. A free is
 * `{ name, function, token, start, end, controlled, pointer, … }`: `start` to `end` is the statement with its semicolon,
 * `controlled` that a condition or a loop stands before it without braces, and each argument is `{ text, start, end }`.
 * An allocation has besides `target`, the text of what it is assigned to.
 */
export function driverFile(text) {
  const tokens = tokensOf(text);
  const functions = functionsOf(tokens);
  const file = {
    text,
    tokens,
    functions,
    lineOf: lineCounter(text),
    allocations: [],
    frees: [],
    pools: [],
    destroyed: [],
  };
  const inside = (token) => functions.find(({ open, close }) => open < token && token < close);
  for (const call of callsOf(tokens, names, functions)) {
    if (call.macro !== null || call.next?.text !== ';') continue;
    const last = tokens.indexOf(call.next, call.token);
    const first = firstOfStatement(tokens, call.token);
    if (first === null) continue;
    const site = {
      name: call.name,
      function: inside(call.token),
      token: call.token,
      last,
      start: tokens[first].start,
      end: tokens[last].end,
      controlled: isControlled(tokens, first),
    };
    const argument = (index) => {
      const span = index === undefined ? undefined : call.arguments[index];
      return span === undefined ? undefined : { ...trimmed(text, span), text: flat(text.slice(span.start, span.end)) };
    };
    if (Object.hasOwn(frees, call.name) && first === call.token) {
      const { device, size, pointer, handle, pool } = frees[call.name];
      if (call.arguments.length <= Math.max(pointer, handle)) continue;
      const parts = { device, size, pointer, handle, pool };
      for (const [part, index] of Object.entries(parts)) site[part] = argument(index);
      site.pointer.text = withoutCast(site.pointer.text);
      file.frees.push(site);
    } else if (poolDestroyers.has(call.name) && first === call.token) {
      file.destroyed.push({ ...site, pool: argument(0) });
    } else {
      const target = targetOf(tokens, first, call.token);
      if (target === null) continue;
      if (poolCreators.has(call.name)) file.pools.push({ ...site, target });
      else if (Object.hasOwn(allocators, call.name)) {
        for (const [part, index] of Object.entries(allocators[call.name])) site[part] = argument(index);
        file.allocations.push({ ...site, target });
      }
    }
  }
  return file;
}

/** The first token of the statement that holds `at`; null where that is not a plain statement. */
export function firstOfStatement(tokens, at) {
  let depth = 0;
  for (let index = at - 1; index >= 0; index--) {
    const { text, kind } = tokens[index];
    if (kind === 'directive') return index + 1;
    if (depth === 0 && (text === ';' || text === '{' || text === '}' || text === ':' || text === 'else'))
      return index + 1;
    if (text === ')' || text === ']') {
      if (text === ')' && depth === 0 && controls(tokens, index)) return index + 1;
      depth += 1;
    } else if (text === '(' || text === '[') {
      if (depth === 0) return null;
      depth -= 1;
    }
  }
  return null;
}

/** The parenthesis that opens what `close` closes. */
export function openOf(tokens, close) {
  let depth = 0;
  for (let index = close; index >= 0; index--) {
    if (tokens[index].text === ')') depth += 1;
    else if (tokens[index].text === '(' && --depth === 0) return index;
  }
  return -1;
}

/** The token that closes the bracket at `open`. */
export function closeOf(tokens, open) {
  const [opening, closing] = tokens[open].text === '{' ? ['{', '}'] : ['(', ')'];
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index].text === opening) depth += 1;
    else if (tokens[index].text === closing && --depth === 0) return index;
  }
  return -1;
}

function controls(tokens, close) {
  const before = tokens[openOf(tokens, close) - 1]?.text ?? '';
  return before === 'if' || before === 'while' || before === 'for' || /for_each/.test(before);
}

function isControlled(tokens, first) {
  const before = tokens[first - 1];
  return before?.text === 'else' || before?.text === ')';
}

/** What an assignment or an initialiser stores to, its tokens apart by blanks; null where the result goes elsewhere. */
function targetOf(tokens, first, call) {
  const assign = tokens.slice(first, call).findIndex(({ text }) => text === '=');
  if (assign <= 0) return null;
  const after = tokens.slice(first + assign + 1, call).map(({ text }) => text);
  if (after.length > 0 && (after[0] !== '(' || after.at(-1) !== ')')) return null;
  const target = tokens.slice(first, first + assign);
  if (target.some(({ text }) => text === ',')) return null;
  const declared = target.length > 1 && target[0].kind === 'word' && /^(?:\w|\*)/.test(target[1].text);
  return (declared ? target.slice(-1) : target).map(({ text }) => text).join(' ');
}

const withoutCast = (text) => text.replace(/^\( (?:const |unsigned |struct )*\w+ (?:\* )*\) /, '');

function trimmed(text, { start, end }) {
  while (/\s/.test(text[start])) start += 1;
  while (/\s/.test(text[end - 1])) end -= 1;
  return { start, end };
}

/** The last name of an access path: `adapter -> ring [ i ] . desc` is kept in a member called `desc`. */
export const memberOf = (text) => /(?:->|\.) (\w+)(?: \[[^\]]*\])?$/.exec(text)?.[1] ?? null;

/** The variable that an access path begins at. */
export const rootOf = (text) => /^(?:& |\* |\( )*(\w+)/.exec(text)?.[1] ?? null;
