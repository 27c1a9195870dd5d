/**
 * Takes size and handle away from every free of a file and keeps what the human had written there: the truth. Line numbers
 * stay: newlines of what is taken away go behind the statement.
 */
import { strippedAllocation, strippedFree } from './apis.mjs';
import { callsOf, functionsOf, lineCounter } from './calls.mjs';
import { codeOf, tokensOf } from './tokens.mjs';

const trim = (text) => text.replace(/^(?:\s|\\[ \t]*\r?\n)+/, '').replace(/(?:\s|\\[ \t]*\r?\n)+$/, '');
const newlines = (text) => text.split('\n').length - 1;
const endsInLineComment = (text) => /\/\/[^\n]*$/.test(text);
const closed = (text) => (endsInLineComment(text) ? `${text}\n` : text);

/**
 * @returns `text` stripped and `sites`, one for each free: `{ line, offset, function, macro, vaddr, size, handle, nth }`,
 * `offset` being where it was in `text`, `nth` the place of the call among the stripped text's frees
 */
export function stripFile(text, api) {
  const { frees, allocations } = api;
  const tokens = tokensOf(text);
  const calls = callsOf(tokens, new Set([...Object.keys(frees), ...Object.keys(allocations)]), functionsOf(tokens));
  const lineOf = lineCounter(text);
  const sites = [];
  let out = '';
  let done = 0;
  for (const call of calls) {
    const shape = frees[call.name] ?? allocations[call.name];
    if (call.arguments.length !== shape.arity || call.start < done) continue;
    const argument = (place) => trim(text.slice(call.arguments[place].start, call.arguments[place].end));
    const newline = call.macro === null ? '\n' : '\\\n';
    const lines = newlines(text.slice(call.start, call.end));
    out += text.slice(done, call.start);
    done = call.end;
    if (call.name in frees) {
      const kept = `${strippedFree}(${closed(argument(shape.vaddr))}`;
      const left = newline.repeat(lines - newlines(kept));
      if (call.next?.text === ';') {
        out += `${kept})${text.slice(call.end, call.next.end)}${left}`;
        done = call.next.end;
      } else out += `${kept}${left})`;
      sites.push({
        line: lineOf(call.start),
        offset: call.start,
        function: call.function,
        macro: call.macro,
        vaddr: codeOf(argument(shape.vaddr)),
        size: codeOf(argument(shape.size)),
        handle: codeOf(argument(shape.handle)),
      });
    } else {
      const flags = shape.flags === null ? 'GFP_ATOMIC' : closed(argument(shape.flags));
      const size = closed(argument(shape.size));
      const handle = closed(argument(shape.handle));
      const left = Math.max(0, lines - newlines(flags + size + handle));
      out += `${strippedAllocation}(${flags}, ${size},${left > 0 ? newline.repeat(left) + '\t\t' : ' '}${handle})`;
    }
  }
  out += text.slice(done);
  return { text: out, sites: numbered(out, sites) };
}

/** Gives each site its place among all frees of the stripped text (some may have had one argument before). */
function numbered(text, sites) {
  if (sites.length === 0) return sites;
  const lineOf = lineCounter(text);
  const calls = callsOf(tokensOf(text), new Set([strippedFree]));
  const taken = new Set();
  return sites.map((site) => {
    const nth = calls.findIndex(
      (call, index) =>
        !taken.has(index) &&
        lineOf(call.start) === site.line &&
        call.arguments.length === 1 &&
        codeOf(trim(text.slice(call.arguments[0].start, call.arguments[0].end))) === site.vaddr,
    );
    if (nth < 0) throw new Error(`line ${site.line}: stripping lost ${strippedFree}(${site.vaddr})`);
    taken.add(nth);
    return { ...site, nth };
  });
}
