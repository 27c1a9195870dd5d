import { withoutCasts, type CType, type Expression } from '@freehandle/c-source';
import { typeOf, type Flow, type Variable } from '@freehandle/provenance';
import { driverData, isPure, transparentCalls } from '../kernel/pure-calls.ts';
import { numberOf, sizeOfType } from '../terms/constants.ts';
import { applied, fold, negated } from '../terms/fold.ts';
import type { Term } from '../terms/term.ts';
import { sourceText, type Frame } from './frame.ts';
import { read, signsOf, type State } from './state.ts';
import { NEGATIVE, POSITIVE, ZERO } from '../terms/sign.ts';

/** The variable of the function that a name means at an offset. */
export function variableAt(frame: Frame, name: string, offset: number): Variable | null {
  let found: Variable | null = null;
  for (const variable of variablesNamed(frame.flow).get(name) ?? [])
    if (variable.visible.start <= offset && offset < variable.visible.end)
      if (!found || variable.visible.start >= found.visible.start) found = variable;
  return found;
}

const named = new WeakMap<Flow, ReadonlyMap<string, readonly Variable[]>>();

function variablesNamed(flow: Flow): ReadonlyMap<string, readonly Variable[]> {
  const known = named.get(flow);
  if (known) return known;
  const found = new Map<string, Variable[]>();
  for (const variable of flow.variables) {
    const alike = found.get(variable.name);
    if (alike) alike.push(variable);
    else found.set(variable.name, [variable]);
  }
  named.set(flow, found);
  return found;
}

const UNKNOWN: CType = { base: '', pointers: 0, arrays: 0, isFunction: false };

/** The type of an expression in the function. */
export function typeIn(frame: Frame, expression: Expression): CType {
  const known = frame.typesIn.get(expression);
  if (known) return known;
  const type = frame.types.resolve(
    typeOf(
      expression,
      frame.types,
      (name, offset) => variableAt(frame, name, offset)?.type ?? frame.globalTypes.get(name) ?? UNKNOWN,
    ),
  );
  frame.typesIn.set(expression, type);
  return type;
}

/** The address of the place that an expression names; null when it names none. */
export function addressOf(frame: Frame, state: State, expression: Expression): Term | null {
  const { terms } = frame;
  switch (expression.kind) {
    case 'name': {
      const variable = variableAt(frame, expression.name, expression.start);
      if (variable) return terms.make({ kind: 'variable', variable: variable.id, name: variable.name });
      if (frame.globals.has(expression.name)) return terms.make({ kind: 'global', name: expression.name });
      return null;
    }
    case 'member': {
      const base = expression.arrow
        ? valueOf(frame, state, expression.object)
        : (addressOf(frame, state, expression.object) ?? valueOf(frame, state, expression.object));
      const owner = typeIn(frame, expression.object).base;
      if (expression.arrow && owner !== '') frame.records.set(base, owner);
      return terms.member(base, expression.member, owner);
    }
    case 'index': {
      const index = valueOf(frame, state, expression.index);
      return terms.make({ kind: 'element', base: valueOf(frame, state, expression.object), index });
    }
    case 'dereference':
      return valueOf(frame, state, expression.operand);
    case 'cast':
      return addressOf(frame, state, expression.operand);
    default:
      return null;
  }
}

/** What an expression gives, its effects being done already. */
export function valueOf(frame: Frame, state: State, expression: Expression): Term {
  const { terms } = frame;
  switch (expression.kind) {
    case 'number': {
      const value = numberOf(expression.text);
      return value === null ? terms.make({ kind: 'constant', name: expression.text }) : terms.number(value);
    }
    case 'text':
      return terms.make({ kind: 'constant', name: `"${expression.start}"` });
    case 'name': {
      const address = addressOf(frame, state, expression);
      return address ? held(frame, state, expression, address) : frame.constantOf(expression.name);
    }
    case 'member':
    case 'index':
    case 'dereference': {
      const address = addressOf(frame, state, expression);
      return address ? held(frame, state, expression, address) : unknown(frame, state, expression);
    }
    case 'address':
      return addressOf(frame, state, expression.operand) ?? valueOf(frame, state, expression.operand);
    case 'cast':
      return valueOf(frame, state, expression.operand);
    case 'unary': {
      const operand = valueOf(frame, state, expression.operand);
      if (expression.operator === '-') return fold(terms, '-', terms.number(0), operand);
      if (expression.operator === '!') return negated(terms, decided(frame, state, operand));
      return expression.operator === '+' ? operand : terms.operation(expression.operator, operand);
    }
    case 'binary':
      // `(size_t) -1` parses as a difference.
      if (/^[-+]$/.test(expression.operator) && isTypeName(frame, expression.left))
        return fold(terms, expression.operator, terms.number(0), valueOf(frame, state, expression.right));
      return fold(
        terms,
        expression.operator,
        valueOf(frame, state, expression.left),
        valueOf(frame, state, expression.right),
      );
    case 'assign':
      return valueOf(frame, state, expression.left);
    case 'update': {
      const now = valueOf(frame, state, expression.operand);
      if (expression.start < expression.operand.start) return now;
      // The operand has been changed already; the value is the one before.
      return fold(terms, expression.operator === '++' ? '-' : '+', now, terms.number(1));
    }
    case 'conditional': {
      const condition = decided(frame, state, valueOf(frame, state, expression.condition));
      const yes = expression.consequence ? valueOf(frame, state, expression.consequence) : condition;
      const no = valueOf(frame, state, expression.alternative);
      const known = outcomeOf(state, condition);
      if (known !== null) return known ? yes : no;
      return yes === no ? yes : terms.operation('?:', condition, yes, no);
    }
    case 'sizeof':
      return sizeOf(frame, expression);
    case 'comma':
      return valueOf(frame, state, expression.right);
    case 'call':
      return callValue(frame, state, expression);
    default:
      return unknown(frame, state, expression);
  }
}

function isTypeName(frame: Frame, expression: Expression): boolean {
  return (
    expression.kind === 'name' &&
    /^(?:\w+_t|[us](?:8|16|32|64))$/.test(expression.name) &&
    !variableAt(frame, expression.name, expression.start) &&
    !frame.globals.has(expression.name)
  );
}

function held(frame: Frame, state: State, expression: Expression, address: Term): Term {
  const type = typeIn(frame, expression);
  // An array, and a structure named as a whole, is its address.
  if (type.arrays > 0) return address;
  const value = read(frame.terms, state, address);
  if (type.base !== '' && type.pointers === 1) frame.records.set(value, type.base);
  return value;
}

function unknown(frame: Frame, state: State, expression: Expression): Term {
  return frame.terms.make({
    kind: 'fresh',
    origin: `${expression.start}.${state.round}`,
    name: sourceText(frame, expression),
  });
}

function decided(frame: Frame, state: State, term: Term): Term {
  const signs = signsOf(state, term);
  if (signs === ZERO) return frame.terms.number(0);
  return (signs & ZERO) === 0 && signs !== 0 && isCondition(term) ? frame.terms.number(1) : term;
}

function isCondition(term: Term): boolean {
  return term.kind === 'operation' && ['==', '<', '!'].includes(term.operator);
}

function sizeOf(frame: Frame, expression: Extract<Expression, { kind: 'sizeof' }>): Term {
  const { type, operand } = expression;
  const inner = operand ? withoutCasts(operand) : null;
  if (type && type.base !== '') {
    // A variable in brackets parses as a type.
    const variable = type.pointers === 0 ? variableAt(frame, type.base, expression.start) : null;
    if (!variable) {
      if (type.pointers > 0) return frame.terms.make({ kind: 'constant', name: 'sizeof(void *)' });
      const resolved = frame.types.resolve(type);
      return sizeOfType(frame.terms, resolved.base || type.base);
    }
    return sizeOfVariableType(frame, variable.type, expression);
  }
  if (!inner) return frame.terms.make({ kind: 'constant', name: sourceText(frame, expression) });
  return sizeOfVariableType(frame, typeIn(frame, inner), expression);
}

function sizeOfVariableType(frame: Frame, type: CType, expression: Expression): Term {
  if (type.base === '' || type.arrays > 0)
    return frame.terms.make({ kind: 'pure', name: sourceText(frame, expression), operands: [] });
  if (type.pointers > 0) return frame.terms.make({ kind: 'constant', name: 'sizeof(void *)' });
  return sizeOfType(frame.terms, frame.types.resolve(type).base);
}

function callValue(frame: Frame, state: State, call: Extract<Expression, { kind: 'call' }>): Term {
  const { terms } = frame;
  const done = state.results.get(call.start);
  if (done) return done;
  const name = call.callee.kind === 'name' ? call.callee.name : '';
  const [first] = call.arguments;
  if (first && transparentCalls.has(name)) return valueOf(frame, state, first);
  if (first && name === 'IS_ERR') return fold(terms, '<', valueOf(frame, state, first), terms.number(0));
  if (first && name === 'IS_ERR_OR_NULL') return fold(terms, '<=', valueOf(frame, state, first), terms.number(0));
  const data = driverData.get(name);
  if (first && data && !data.sets) return read(terms, state, dataPlace(frame, state, first, data.member));
  if (isPure(name) && !frame.functions.has(name))
    return applied(
      terms,
      name,
      call.arguments.map((one) => valueOf(frame, state, one)),
    );
  return unknown(frame, state, call);
}

/** The place where the driver's data of a device is kept. */
export function dataPlace(frame: Frame, state: State, device: Expression, member: string | null): Term {
  const value = valueOf(frame, state, device);
  const object = member === null ? value : frame.terms.member(value, member, '');
  return frame.terms.member(object, 'driver_data', 'struct device');
}

/** The outcome that a condition can have on this path: true, false, or null when it may have either. */
export function outcomeOf(state: State, condition: Term): boolean | null {
  const signs = signsOf(state, condition);
  if (signs === ZERO) return false;
  if (condition.kind === 'operation' && condition.operator === '!' && signs !== POSITIVE) {
    const inner = outcomeOf(state, condition.operands[0]!);
    return inner === null ? null : !inner;
  }
  return (signs & (NEGATIVE | POSITIVE)) !== 0 && (signs & ZERO) === 0 ? true : null;
}
