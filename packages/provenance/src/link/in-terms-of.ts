import { tokensOf } from '@freehandle/c-source';
import type { FreeFact } from '../facts/facts.ts';
import { squash } from './answer.ts';

/** A text of a caller in terms of the parameters of the function called: with each argument by its parameter's name. */
export interface Restated {
  readonly text: string;
  /** Positions of the parameters it names. */
  readonly parameters: readonly number[];
  /** It reads what a parameter points to. */
  readonly reads: boolean;
}

/** All ways to say `text`, which stands for a value where `call` is made, by the parameters of the function called. */
export function inTermsOf(call: FreeFact, text: string, parameters: readonly string[]): Restated[] {
  const found: Restated[] = [];
  for (const [position, argument] of call.arguments.entries()) {
    const name = parameters[position];
    if (!name) continue;
    const bare = squash(argument);
    if (bare === squash(text)) found.push({ text: name, parameters: [position], reads: false });
    if (bare === `&${squash(text)}`) found.push({ text: `*${name}`, parameters: [position], reads: true });
  }
  if (found.length > 0) return found;
  const restated = substituted(call, text, parameters);
  return restated ? [restated] : [];
}

function substituted(call: FreeFact, text: string, parameters: readonly string[]): Restated | null {
  const tokens = tokensOf(text).map((token) => ({ ...token, text: text.slice(token.start, token.end) }));
  const used = new Set<number>();
  const given = call.arguments.flatMap((argument, position) => {
    const words = tokensOf(argument).map((token) => argument.slice(token.start, token.end));
    const isAddress = words[0] === '&';
    const own = isAddress ? words.slice(1) : words;
    // Only what binds closer than any operator can be replaced wherever it stands.
    const isPlain = /^[A-Za-z_]/.test(own[0] ?? '') && own.every((word) => /^(?:\w+|\.|->|\[|\])$/.test(word));
    return isPlain && parameters[position] ? [{ position, own, isAddress }] : [];
  });
  given.sort((a, b) => b.own.length - a.own.length);
  let reads = false;
  let out = '';
  let copied = 0;
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!;
    const isMember = ['.', '->'].includes(tokens[at - 1]?.text ?? '');
    const match = isMember
      ? undefined
      : given.find(({ own, isAddress }) => {
          const next = tokens[at + own.length]?.text;
          return own.every((word, i) => tokens[at + i]?.text === word) && (isAddress ? next === '.' : next !== '(');
        });
    if (match) {
      const end = at + match.own.length + (match.isAddress ? 1 : 0);
      used.add(match.position);
      out += text.slice(copied, token.start) + parameters[match.position]! + (match.isAddress ? '->' : '');
      copied = tokens[end - 1]!.end;
      reads ||= match.isAddress || ['->', '[', '.'].includes(tokens[end]?.text ?? '');
      at = end;
      continue;
    }
    // What is left must mean the same there: no variable of the caller.
    if (token.kind === 'name' && !isMember && call.visible.some((variable) => variable.name === token.text))
      return null;
    at++;
  }
  return { text: out + text.slice(copied), parameters: [...used], reads };
}
