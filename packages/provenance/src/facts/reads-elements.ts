import { tokensOf } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';

const CHANGES = /^(?:(?:[-+*/%&|^]|<<|>>)?=|\+\+|--)$/;

/** Whether a function of the file does nothing with the array that it is given at `position` but read its elements. */
export function onlyReadsElements({ context }: Frame, callee: string, position: number): boolean {
  const definition = context.functions.get(callee);
  const parameter = definition?.parameters[position];
  if (!definition || !parameter?.name) return false;
  const { text } = context.source;
  const tokens = tokensOf(text, definition.parameterList.end, definition.end);
  const word = (i: number): string => {
    const token = tokens[i];
    return token ? text.slice(token.start, token.end) : '';
  };
  return tokens.every((_token, i) => {
    if (word(i) !== parameter.name) return true;
    if (word(i + 1) !== '[') return false;
    let close = i + 1;
    for (let depth = 0; close < tokens.length; close++) {
      if (word(close) === '[') depth++;
      else if (word(close) === ']' && --depth === 0) break;
    }
    const after = word(close + 1);
    // What an element points to is another place.
    if (after === '[' || after === '->') return true;
    return !CHANGES.test(after) && !/^(?:&|\+\+|--)$/.test(word(i - 1));
  });
}
