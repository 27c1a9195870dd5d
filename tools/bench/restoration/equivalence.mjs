/**
 * Whether two expressions at one site have the same value by their text alone: `exact`, `equivalent` or `different`.
 * Different is no verdict: another member that holds the same value is different by its text, and judged by reading.
 *
 * Both are brought to one form: casts and parentheses gone, constants folded, macros and enumerators replaced by what they
 * stand for, a local by the value it was given, `sizeof` of an expression by its type, operands of + * | & ^ in order.
 */
import { parseExpression } from './expression.mjs';

const commutative = new Set(['+', '*', '|', '&', '^', '==', '!=']);
const basicSizes = new Map(
  Object.entries({
    1: 'char,signed char,unsigned char,u8,s8,__u8,__s8,uint8_t,int8_t,u_char,bool',
    2: 'short,unsigned short,short int,u16,s16,__u16,__s16,__le16,__be16,uint16_t,int16_t,u_short',
    4: 'int,unsigned int,unsigned,u32,s32,__u32,__s32,__le32,__be32,uint32_t,int32_t,u_int,uint',
    8: 'long long,unsigned long long,u64,s64,__u64,__s64,__le64,__be64,uint64_t,int64_t',
  }).flatMap(([size, names]) => names.split(',').map((name) => [name, BigInt(size)])),
);
const products = new Set(['array_size', 'array3_size', 'size_mul']);
const folds = {
  '+': (a, b) => a + b,
  '*': (a, b) => a * b,
  '|': (a, b) => a | b,
  '&': (a, b) => a & b,
  '^': (a, b) => a ^ b,
};
const neutral = { '+': 0n, '*': 1n, '|': 0n, '^': 0n };
const deepest = 40;

/**
 * @param environment of the site's file; @param locals of the function around the site, or null
 * @returns 'exact' | 'equivalent' | 'different'
 */
export function compareExpressions(one, other, environment, locals) {
  const [a, b] = [parseExpression(one), parseExpression(other)];
  if (a === null || b === null) return one.replace(/\s+/g, '') === other.replace(/\s+/g, '') ? 'exact' : 'different';
  if (JSON.stringify(a) === JSON.stringify(b)) return 'exact';
  const form = new NormalForm(environment, locals);
  return key(form.of(a)) === key(form.of(b)) ? 'equivalent' : 'different';
}

/** The same object by text, as far as casts, parentheses and spelling of members go. */
export const sameObject = (one, other) => {
  const [a, b] = [parseExpression(one), parseExpression(other)];
  if (a === null || b === null) return one.replace(/\s+/g, '') === other.replace(/\s+/g, '');
  return JSON.stringify(a) === JSON.stringify(b);
};

const key = (node) =>
  typeof node === 'bigint' ? String(node) : typeof node === 'string' ? node : `(${node.map(key).join(' ')})`;

/** Trees to nested lists: a bigint is a constant, a string a name, a list an operation with its operands. */
class NormalForm {
  #environment;
  #locals;
  #open = new Set();

  constructor(environment, locals) {
    this.#environment = environment;
    this.#locals = locals;
  }

  of(node, depth = 0) {
    if (depth > deepest) return ['deep', JSON.stringify(node)];
    const next = (inner) => this.of(inner, depth + 1);
    switch (node.op) {
      case 'number':
        return number(node.text);
      case 'literal':
        return node.text;
      case 'name':
        return this.#name(node.text, depth);
      case 'member':
        return ['.', node.arrow ? deref(next(node.of)) : next(node.of), node.name];
      case 'index': {
        const at = next(node.at);
        return at === 0n ? deref(next(node.of)) : ['[]', next(node.of), at];
      }
      case 'unary':
        return unary(node.sign, next(node.of));
      case 'postfix':
        return ['postfix', node.sign, next(node.of)];
      case 'choice':
        return ['?', next(node.test), next(node.yes), next(node.no)];
      case 'binary':
        return binary(node.sign, next(node.left), next(node.right));
      case 'call':
        return this.#call(node, depth);
      case 'sizeof':
        return this.#sizeOf(node.of, depth);
      case 'sizeof-type':
        return this.#sizeOfType(node.type.text);
      case 'type':
        return ['type', node.type];
    }
    throw new Error(`no normal form of ${node.op}`);
  }

  #name(name, depth) {
    if (this.#open.has(name)) return name;
    const local = this.#locals?.declarator(name);
    const text = local ? this.#locals.valueText(name) : null;
    const macro = local ? null : this.#environment.macro(name);
    const body = text ?? (macro?.parameters === null ? macro.body : null);
    const tree = body === null ? null : parseExpression(body);
    if (tree === null) return name;
    this.#open.add(name);
    const value = this.of(tree, depth + 1);
    this.#open.delete(name);
    return value;
  }

  #call(node, depth) {
    const name = node.of.op === 'name' ? node.of.text : null;
    const given = () => node.with.map((inner) => this.of(inner, depth + 1));
    if (products.has(name)) return nary('*', given());
    if (name === 'size_add') return nary('+', given());
    if (name === 'PAGE_ALIGN' && given().length === 1) return pageAligned(given()[0]);
    if (name === 'ALIGN' && given().length === 2 && given()[1] === 'PAGE_SIZE') return pageAligned(given()[0]);
    const macro = name === null || this.#open.has(name) ? null : this.#environment.macro(name);
    if (macro?.parameters?.length === node.with.length && !macro.body.includes('#')) {
      const tree = parseExpression(macro.body);
      if (tree !== null) {
        this.#open.add(name);
        const filled = new Map(macro.parameters.map((parameter, nth) => [parameter, node.with[nth]]));
        const value = this.of(substitute(tree, filled), depth + 1);
        this.#open.delete(name);
        return value;
      }
    }
    return ['call', name ?? this.of(node.of, depth + 1), ...given()];
  }

  #sizeOf(of, depth) {
    if (of.op === 'name' && this.#typeOf(of) === null) return this.#sizeOfType(of.text);
    const type = this.#typeOf(of);
    if (type === null) return ['sizeof', this.of(of, depth + 1)];
    const element = this.#sizeOfType(`${type.base}${' *'.repeat(type.pointers)}`);
    const dimensions = type.dimensions.map((tokens) => {
      const tree = parseExpression(tokens.map(({ text }) => text).join(' '));
      return tree === null ? ['dimension'] : this.of(tree, depth + 1);
    });
    return nary('*', [element, ...dimensions]);
  }

  #sizeOfType(text) {
    if (text.endsWith('*')) return 'sizeof pointer';
    let base = text;
    for (let hops = 0; hops < 8; hops++) {
      const size = basicSizes.get(base);
      if (size !== undefined) return size;
      const alias = this.#environment.alias(base);
      if (alias === null) break;
      if (alias.pointers > 0) return 'sizeof pointer';
      base = alias.base;
    }
    return `sizeof ${base}`;
  }

  /** `{ base, pointers, dimensions }` by declarations, or null. */
  #typeOf(node) {
    const plain = (type) => {
      // a typedef of a pointer or record, seen through
      if (type === null) return null;
      const alias = this.#environment.alias(type.base);
      return alias === null ? type : { ...type, base: alias.base, pointers: type.pointers + alias.pointers };
    };
    const reached = (type) => {
      if (type === null) return null;
      if (type.dimensions.length > 0) return { ...type, dimensions: type.dimensions.slice(1) };
      return type.pointers > 0 ? { ...type, pointers: type.pointers - 1 } : null;
    };
    switch (node.op) {
      case 'name':
        return plain(this.#locals?.declarator(node.text) ?? this.#environment.global(node.text));
      case 'member': {
        const of = this.#typeOf(node.of);
        const found = of === null ? null : this.#environment.member(of.base, node.name);
        return plain(found ?? this.#environment.member(null, node.name));
      }
      case 'index':
        return plain(reached(this.#typeOf(node.of)));
      case 'unary': {
        const type = this.#typeOf(node.of);
        if (node.sign === '*') return plain(reached(type));
        if (node.sign === '&' && type !== null) return { ...type, pointers: type.pointers + 1, dimensions: [] };
        return null;
      }
      default:
        return null;
    }
  }
}

function substitute(node, filled) {
  if (Array.isArray(node)) return node.map((inner) => substitute(inner, filled));
  if (node === null || typeof node !== 'object') return node;
  if (node.op === 'name' && filled.has(node.text)) return filled.get(node.text);
  return Object.fromEntries(Object.entries(node).map(([field, inner]) => [field, substitute(inner, filled)]));
}

function number(text) {
  const digits = text.replace(/[uUlL]+$/, '');
  if (/^(?:0[xX][0-9a-fA-F]+|[1-9][0-9]*|0)$/.test(digits)) return BigInt(digits);
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  return text;
}

const deref = (node) => (Array.isArray(node) && node[0] === 'address' ? node[1] : ['*', node]);
const pageAligned = (node) => (Array.isArray(node) && node[0] === 'page-align' ? node : ['page-align', node]);

function unary(sign, of) {
  if (sign === '*') return deref(of);
  if (sign === '&') return Array.isArray(of) && of[0] === '*' && of.length === 2 ? of[1] : ['address', of];
  if (sign === '+') return of;
  if (sign === '-') return nary('*', [-1n, of]);
  if (sign === '~' && typeof of === 'bigint') return ~of;
  return ['unary', sign, of];
}

function binary(sign, left, right) {
  const constants = typeof left === 'bigint' && typeof right === 'bigint';
  if (sign === '-') return nary('+', [left, nary('*', [-1n, right])]);
  if (sign === '<<' && typeof right === 'bigint' && right >= 0n && right < 64n) return nary('*', [left, 1n << right]);
  if (sign in folds) return nary(sign, [left, right]);
  if (constants && sign === '/' && right !== 0n) return left / right;
  if (constants && sign === '%' && right !== 0n) return left % right;
  if (constants && sign === '>>' && right >= 0n) return left >> right;
  const pair = commutative.has(sign) ? [left, right].sort((a, b) => (key(a) < key(b) ? -1 : 1)) : [left, right];
  return ['binary', sign, ...pair];
}

/** An operation whose operands may stand in any order: nested ones are taken in, constants folded into one, the rest sorted. */
function nary(sign, operands) {
  const flat = operands.flatMap((operand) =>
    Array.isArray(operand) && operand[0] === 'nary' && operand[1] === sign ? operand.slice(2) : [operand],
  );
  const constants = flat.filter((operand) => typeof operand === 'bigint');
  const rest = flat.filter((operand) => typeof operand !== 'bigint').sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if (constants.length > 0) {
    const constant = constants.reduce(folds[sign]);
    if (constant !== neutral[sign] || rest.length === 0) rest.push(constant);
  }
  return rest.length === 1 ? rest[0] : ['nary', sign, ...rest];
}
