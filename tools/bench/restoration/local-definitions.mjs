/** What a function says of its locals: their types, and the value one has at the site when that can be read off the text. */
import { declaratorsOf, statementsOf } from './declarations.mjs';

const compound = new Set(['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);
const endsValue = (token) =>
  ['word', 'number', 'string', 'character'].includes(token?.kind) || [')', ']'].includes(token?.text);
const keywordsBeforeAddress = new Set(['return', 'case', 'else', 'goto']);

export class LocalDefinitions {
  #body;
  #site;
  #locals = new Map();
  #parameters;

  /** @param body the function's tokens, braces included; @param offset of the site */
  constructor(body, parameters, offset) {
    this.#body = body.filter(({ kind, macro }) => macro === null && kind !== 'directive');
    this.#site = this.#body.findIndex(({ start }) => start >= offset);
    for (const statement of statementsOf(this.#body))
      for (const declarator of declaratorsOf(statement))
        if (!this.#locals.has(declarator.name)) this.#locals.set(declarator.name, declarator);
    this.#parameters = new Map(parameters.map((declarator) => [declarator.name, declarator]));
  }

  /** Declarator of a local or a parameter. */
  declarator(name) {
    return this.#locals.get(name) ?? this.#parameters.get(name) ?? null;
  }

  isParameter(name) {
    return this.#parameters.has(name) && !this.#locals.has(name);
  }

  /**
   * The text a local has its value from at the site: its one and only assignment, or the last one before the site when
   * straight-line code leads on from it. Null when its address is taken, or when something the text reads may have been
   * stored to in between.
   */
  valueText(name) {
    if (!this.#locals.has(name)) return null;
    const uses = [];
    for (const [index, token] of this.#body.entries()) {
      if (token.text !== name || token.kind !== 'word') continue;
      const before = this.#body[index - 1]?.text;
      if (before === '.' || before === '->') continue;
      uses.push(index);
    }
    if (uses.some((index) => this.#addressTaken(index))) return null;
    const stores = uses.filter((index) => this.#stored(index));
    const plain = stores.filter((index) => this.#body[index + 1]?.text === '=');
    const single = stores.length === 1 && plain.length === 1 && plain[0] < this.#site ? plain[0] : null;
    const store = single ?? this.#straight(stores);
    if (store === null) return null;
    const end = this.#endOfValue(store + 2);
    const value = this.#body.slice(store + 2, end);
    if (value.length === 0 || value[0].text === '{') return null;
    const reads = new Set(value.filter(({ kind }) => kind === 'word').map(({ text }) => text));
    for (let index = end; index < this.#site; index++)
      if (reads.has(this.#body[index].text) && this.#stored(index)) return null;
    return value.map(({ text }) => text).join(' ');
  }

  #stored(index) {
    const after = this.#body[index + 1]?.text;
    if (after === '=' || compound.has(after) || after === '++' || after === '--') return true;
    // ++x, ++p->x
    let start = index;
    while (['.', '->'].includes(this.#body[start - 1]?.text)) start -= 2;
    return ['++', '--'].includes(this.#body[start - 1]?.text) && !endsValue(this.#body[start - 2]);
  }

  #addressTaken(index) {
    if (this.#body[index - 1]?.text !== '&') return false;
    const before = this.#body[index - 2];
    if (endsValue(before) && !keywordsBeforeAddress.has(before.text)) return false;
    return !['.', '->', '['].includes(this.#body[index + 1]?.text);
  }

  /** The last store before the site, when no branch and no label lies between that could bring another value. */
  #straight(stores) {
    const last = stores.filter((index) => index < this.#site).at(-1);
    if (last === undefined || this.#body[last + 1].text !== '=') return null;
    const before = this.#body[last - 1];
    const statement = [';', '{', '}', ':', ','].includes(before?.text);
    const declaration = before?.kind === 'word' && before.text !== 'else' && before.text !== 'return';
    if (!statement && !declaration && before?.text !== '*') return null;
    let depth = 0;
    for (let index = last; index < this.#site; index++) {
      const { text, kind } = this.#body[index];
      if (text === '{') depth += 1;
      if (text === '}' && --depth < 0) return null;
      if (text === 'case' || text === 'default') return null;
      const label =
        kind === 'word' && this.#body[index + 1]?.text === ':' && [';', '{', '}'].includes(this.#body[index - 1]?.text);
      if (label) return null;
    }
    return last;
  }

  #endOfValue(from) {
    let depth = 0;
    let index = from;
    for (; index < this.#body.length; index++) {
      const { text } = this.#body[index];
      if ('([{'.includes(text)) depth += 1;
      if (')]}'.includes(text) && --depth < 0) break;
      if (depth === 0 && (text === ';' || text === ',')) break;
    }
    return index;
  }
}
