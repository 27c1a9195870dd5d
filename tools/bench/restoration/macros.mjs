/** What `#define` and `enum` give names to: `Map` name → `{ parameters | null, body }`, body as text; null where two differ. */
import { commaParts, matching } from './declarations.mjs';

const textOf = (tokens) => tokens.map(({ text }) => text).join(' ');

export function macrosOf(tokens, known = new Map()) {
  const define = (name, parameters, body) => {
    const before = known.get(name);
    if (before === undefined) known.set(name, { parameters, body });
    else if (before !== null && before.body !== body) known.set(name, null);
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token.kind === 'directive' && token.text === 'define') {
      const name = tokens[index + 1];
      if (name?.macro !== name?.text) continue;
      let end = index + 1;
      // a macro's tokens stand on its own lines: up to the next directive, or a token that is no part of a macro
      while (tokens[end + 1]?.macro === name.text && tokens[end + 1].kind !== 'directive') end += 1;
      let body = tokens.slice(index + 2, end + 1);
      let parameters = null;
      if (body[0]?.text === '(' && body[0].start === name.end) {
        const close = matching(body, 0);
        parameters = commaParts(body.slice(1, close)).map(textOf);
        body = body.slice(close + 1);
      }
      if (body.length > 0) define(name.text, parameters, textOf(body));
      index = end;
    } else if (token.text === 'enum' && token.macro === null) {
      let open = index + 1;
      while (tokens[open]?.kind === 'word') open += 1;
      if (tokens[open]?.text !== '{') continue;
      const close = matching(tokens, open);
      let last = null;
      for (const part of commaParts(tokens.slice(open + 1, close).filter(({ kind }) => kind !== 'directive'))) {
        if (part.length === 0) continue;
        if (part[1]?.text === '=') last = { text: textOf(part.slice(2)), plus: 0 };
        else last = last === null ? { text: '0', plus: 0 } : { text: last.text, plus: last.plus + 1 };
        define(part[0].text, null, last.plus === 0 ? last.text : `(${last.text}) + ${last.plus}`);
      }
      index = close;
    }
  }
  return known;
}
