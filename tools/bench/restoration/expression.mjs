/**
 * C expressions as trees. A cast is dropped where it is read, parentheses leave no trace: they change no address and no size
 * that fits. What is no expression (a statement in parentheses, an initialiser) gives null.
 *
 * Nodes: { op: 'name' | 'number' | 'literal', text }, { op: 'member', of, arrow, name }, { op: 'index', of, at },
 * { op: 'call', of, with: [] }, { op: 'unary' | 'postfix', sign, of }, { op: 'binary', sign, left, right },
 * { op: 'choice', test, yes, no }, { op: 'sizeof', of } of an expression, { op: 'sizeof-type', type }, { op: 'type', type }.
 */
import { tokensOf } from './tokens.mjs';

const precedence = new Map(
  [
    ['*', '/', '%'],
    ['+', '-'],
    ['<<', '>>'],
    ['<', '>', '<=', '>='],
    ['==', '!='],
    ['&'],
    ['^'],
    ['|'],
    ['&&'],
    ['||'],
  ].flatMap((signs, level) => signs.map((sign) => [sign, 10 - level])),
);
const typeWords = new Set(
  (
    'struct union enum unsigned signed int char long short void float double const volatile bool _Bool typeof __typeof__ ' +
    '__iomem __user __force __rcu'
  ).split(' '),
);
const qualifiers = new Set(['const', 'volatile', '__iomem', '__user', '__force', '__rcu', '__percpu']);
const typeName =
  /^(?:(?:__)?(?:[us]|[bl]e)(?:8|16|32|64)|\w+_t|u(?:int|long|short|char)|u_(?:int|long|short|char)|u_?int(?:8|16|32|64))$/;
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

class NoExpression extends Error {}

/** @returns the tree of `text`, or null when it is no expression */
export function parseExpression(text) {
  try {
    return new Parser(tokensOf(text)).whole();
  } catch (error) {
    if (error instanceof NoExpression) return null;
    throw error;
  }
}

/** A type's text without qualifiers, one blank between words: `struct ring *`. */
export const typeText = (tokens) =>
  tokens
    .filter(({ text }) => !qualifiers.has(text))
    .map(({ text }) => text)
    .join(' ');

class Parser {
  #tokens;
  #index = 0;

  constructor(tokens) {
    this.#tokens = tokens;
  }

  whole() {
    const tree = this.#comma();
    if (this.#index < this.#tokens.length) throw new NoExpression();
    return tree;
  }

  #peek(ahead = 0) {
    return this.#tokens[this.#index + ahead]?.text;
  }

  #take(expected) {
    const token = this.#tokens[this.#index];
    if (token === undefined || (expected !== undefined && token.text !== expected)) throw new NoExpression();
    this.#index += 1;
    return token;
  }

  #comma() {
    let tree = this.#assignment();
    while (this.#peek() === ',') {
      this.#take();
      tree = { op: 'binary', sign: ',', left: tree, right: this.#assignment() };
    }
    return tree;
  }

  #assignment() {
    const left = this.#choice();
    if (!assignments.has(this.#peek())) return left;
    return { op: 'binary', sign: this.#take().text, left, right: this.#assignment() };
  }

  #choice() {
    const test = this.#binary(1);
    if (this.#peek() !== '?') return test;
    this.#take();
    const yes = this.#peek() === ':' ? test : this.#comma();
    this.#take(':');
    return { op: 'choice', test, yes, no: this.#choice() };
  }

  #binary(least) {
    let left = this.#unary();
    for (;;) {
      const sign = this.#peek();
      const level = precedence.get(sign);
      if (level === undefined || level < least) return left;
      this.#take();
      left = { op: 'binary', sign, left, right: this.#binary(level + 1) };
    }
  }

  #unary() {
    const sign = this.#peek();
    if (['*', '&', '!', '~', '-', '+'].includes(sign)) {
      this.#take();
      return { op: 'unary', sign, of: this.#unary() };
    }
    if (sign === '++' || sign === '--') {
      this.#take();
      return { op: 'unary', sign, of: this.#unary() };
    }
    if (sign === 'sizeof') {
      this.#take();
      const type = this.#typeInParens();
      return type === null ? { op: 'sizeof', of: this.#unary() } : { op: 'sizeof-type', type };
    }
    if (sign === '(') {
      const before = this.#index;
      const type = this.#typeInParens();
      if (type !== null && this.#startsOperand(type)) return this.#unary();
      this.#index = before;
    }
    return this.#postfix();
  }

  /** The type in the parentheses that open here, which are then behind us; null, and nothing taken, when it is none. */
  #typeInParens() {
    if (this.#peek() !== '(') return null;
    const tokens = [];
    let index = this.#index + 1;
    for (; index < this.#tokens.length && this.#tokens[index].text !== ')'; index++) tokens.push(this.#tokens[index]);
    if (tokens.length === 0 || index === this.#tokens.length) return null;
    const words = tokens.filter(({ kind }) => kind === 'word');
    const stars = tokens.filter(({ text }) => text === '*');
    if (words.length + stars.length !== tokens.length || words.length === 0) return null;
    const sure = typeWords.has(words[0].text) || typeName.test(words[0].text);
    const pointer = stars.length > 0 && tokens.slice(words.length).every(({ text }) => text === '*');
    const plain = words.length === 1 && stars.length === 0;
    if (!(sure && (pointer || stars.length === 0)) && !pointer && !plain) return null;
    if (plain && !sure && this.#tokens[this.#index - 1]?.text === 'sizeof') return null;
    this.#index = index + 1;
    return { text: typeText(tokens), sure: sure || pointer };
  }

  /** `(name)` is a cast only before something that cannot follow a value. */
  #startsOperand({ sure }) {
    const next = this.#tokens[this.#index];
    if (next === undefined) return false;
    if (['word', 'number', 'string', 'character'].includes(next.kind)) return true;
    return sure && ['(', '*', '&', '-', '+', '~', '!', '++', '--'].includes(next.text);
  }

  #primary() {
    const token = this.#take();
    if (token.kind === 'word') return { op: 'name', text: token.text };
    if (token.kind === 'number') return { op: 'number', text: token.text };
    if (token.kind === 'string' || token.kind === 'character') return { op: 'literal', text: token.text };
    if (token.text !== '(' || this.#peek() === '{') throw new NoExpression();
    const tree = this.#comma();
    this.#take(')');
    return tree;
  }

  #postfix() {
    let tree = this.#primary();
    for (;;) {
      const sign = this.#peek();
      if (sign === '(') {
        this.#take();
        const given = [];
        while (this.#peek() !== ')') {
          given.push(this.#argument());
          if (this.#peek() !== ')') this.#take(',');
        }
        this.#take(')');
        tree = { op: 'call', of: tree, with: given };
      } else if (sign === '[') {
        this.#take();
        const at = this.#comma();
        this.#take(']');
        tree = { op: 'index', of: tree, at };
      } else if (sign === '.' || sign === '->') {
        this.#take();
        const name = this.#take();
        if (name.kind !== 'word') throw new NoExpression();
        tree = { op: 'member', of: tree, arrow: sign === '->', name: name.text };
      } else if (sign === '++' || sign === '--') tree = { op: 'postfix', sign: this.#take().text, of: tree };
      else return tree;
    }
  }

  /** An argument of a call; of a macro it may be a type. */
  #argument() {
    const before = this.#index;
    try {
      const tree = this.#assignment();
      if (this.#peek() === ',' || this.#peek() === ')') return tree;
    } catch (error) {
      if (!(error instanceof NoExpression)) throw error;
    }
    this.#index = before;
    const tokens = [];
    let depth = 0;
    while (this.#peek() !== undefined && !(depth === 0 && [',', ')'].includes(this.#peek()))) {
      if ('(['.includes(this.#peek())) depth += 1;
      if (')]'.includes(this.#peek())) depth -= 1;
      tokens.push(this.#take());
    }
    if (tokens.length === 0) throw new NoExpression();
    return { op: 'type', type: typeText(tokens) };
  }
}
