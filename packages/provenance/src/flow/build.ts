import type { Declarator, Expression, FunctionDefinition, Span, Statement } from '@freehandle/c-source';
import { subexpressions } from '@freehandle/c-source';
import { macroPlace, macroUse } from './macro-use.ts';
import { mayDrop, type MacroTable } from './macro-words.ts';
import type { Edge, Flow, StepShape, Variable } from './step.ts';

type Growing = StepShape & { id: number; span: Span; next: Edge[]; previous: Edge[]; config: readonly string[] };
/** Where control comes from: the ends that the next step is joined to. */
type Ends = { readonly from: number; readonly when: boolean | null }[];
interface Targets {
  readonly breaks: Ends | null;
  readonly continues: Ends | null;
  /** The switch around, whose cases may stand in any statement of it. */
  readonly cases: Cases | null;
}
interface Cases {
  readonly subject: Expression;
  readonly ends: Ends;
  hasDefault: boolean;
}

/**
 * Builds the control-flow graph of a function: if, loops, switch, goto, return, `&&`, `||`, `?:` and `#if` branches.
 * `isHidden` tells the names that are called and may be those of macros whose text is not known.
 */
export function buildFlow(
  definition: FunctionDefinition,
  macros: MacroTable,
  isHidden: (name: string) => boolean = () => false,
): Flow {
  const steps: Growing[] = [];
  const variables: Variable[] = [];
  const labels = new Map<string, number>();
  const gotos: { readonly label: string; readonly ends: Ends }[] = [];
  let config: readonly string[] = [];
  /** What a macro in the statement at hand may leave. */
  let around: Targets = { breaks: null, continues: null, cases: null };

  const entry = add({ kind: 'entry' }, definition, []);
  add({ kind: 'exit' }, { start: definition.end, end: definition.end }, []);
  definition.parameters.forEach((parameter, position) => {
    if (parameter.name) declare(parameter.name, parameter.type, 'parameter', position, definition);
  });
  const ends = body(definition.body, entry, around, definition);
  connect(ends, 1);
  for (const jump of gotos) {
    const target = labels.get(jump.label);
    if (target !== undefined) connect(jump.ends, target);
  }
  return { steps: steps, variables };

  function add(shape: StepShape, span: Span, ends: Ends): Ends {
    const step: Growing = Object.assign(shape, {
      id: steps.length,
      span: { start: span.start, end: span.end },
      next: [],
      previous: [],
      config,
    });
    steps.push(step);
    connect(ends, step.id);
    return [{ from: step.id, when: null }];
  }

  function connect(ends: Ends, to: number): void {
    for (const end of ends) {
      steps[end.from]!.next.push({ to, when: end.when });
      steps[to]!.previous.push({ to: end.from, when: end.when });
    }
  }

  function declare(
    name: string,
    type: Variable['type'],
    kind: Variable['kind'],
    position: number,
    visible: Span,
  ): Variable {
    const variable = {
      id: variables.length,
      name,
      type,
      kind,
      position,
      visible: { start: visible.start, end: visible.end },
    };
    variables.push(variable);
    return variable;
  }

  function body(statements: readonly Statement[], ends: Ends, targets: Targets, scope: Span): Ends {
    return statements.reduce((at, statement) => one(statement, at, targets, scope), ends);
  }

  function one(statement: Statement, ends: Ends, targets: Targets, scope: Span): Ends {
    around = targets;
    switch (statement.kind) {
      case 'block':
        return body(statement.body, ends, targets, statement);
      case 'expression': {
        const done = evaluate(statement.expression, ends);
        if (mayLeave(statement.expression)) connect(done, 1);
        return done;
      }
      case 'declaration':
        return statement.declarators.reduce((at, declarator) => declaration(declarator, at, scope), ends);
      case 'if': {
        const [yes, no] = branch(statement.condition, ends);
        const then = one(statement.then, yes, targets, statement.then);
        return [...then, ...(statement.otherwise ? one(statement.otherwise, no, targets, statement.otherwise) : no)];
      }
      case 'loop':
        return loop(statement, ends, targets);
      case 'switch':
        return choose(statement, ends, targets);
      case 'case': {
        if (!targets.cases) return body(statement.body, ends, targets, scope);
        targets.cases.hasDefault ||= statement.isDefault;
        const choice = { subject: targets.cases.subject, value: statement.value };
        // Control comes to its own step by the value, and to the next by that or from the case before.
        const chosen = add({ kind: 'pass', choice }, statement, targets.cases.ends);
        return body(statement.body, add({ kind: 'pass' }, statement, [...ends, ...chosen]), targets, scope);
      }
      case 'label': {
        const here = add({ kind: 'pass' }, statement, ends);
        labels.set(statement.name, here[0]!.from);
        return statement.body ? one(statement.body, here, targets, scope) : here;
      }
      case 'goto':
        gotos.push({ label: statement.label, ends: add({ kind: 'pass' }, statement, ends) });
        return [];
      case 'break':
        targets.breaks?.push(...ends);
        return [];
      case 'continue':
        targets.continues?.push(...ends);
        return [];
      case 'return':
        connect(
          add(
            { kind: 'return', value: statement.value },
            statement,
            statement.value ? evaluate(statement.value, ends) : ends,
          ),
          1,
        );
        return [];
      case 'config': {
        const outer = config;
        const out: Ends = statement.hasElse ? [] : [...ends];
        for (const branch of statement.branches) {
          config = [...outer, branch.condition];
          out.push(...body(branch.body, ends, targets, scope));
        }
        config = outer;
        return out;
      }
      case 'opaque':
        return add({ kind: 'pass' }, statement, ends);
    }
  }

  function declaration(declarator: Declarator, ends: Ends, scope: Span): Ends {
    if (!declarator.name || (declarator.type.isFunction && declarator.type.pointers === 0 && !declarator.initial))
      return ends;
    const visible = { start: declarator.start, end: scope.end };
    const variable = declare(declarator.name, declarator.type, declarator.isStatic ? 'static' : 'local', -1, visible);
    const declared = add({ kind: 'declare', variable }, declarator, ends);
    if (!declarator.initial || declarator.isStatic) return declared;
    const evaluated = evaluate(declarator.initial, declared);
    const target: Expression = { kind: 'name', name: declarator.name, ...declarator.nameSpan };
    return add({ kind: 'define', target, value: declarator.initial, operator: '=' }, declarator, evaluated);
  }

  function loop(statement: Extract<Statement, { kind: 'loop' }>, before: Ends, targets: Targets): Ends {
    const started = body(statement.first, before, targets, statement);
    const inner = { breaks: [] as Ends, continues: [] as Ends, cases: targets.cases };
    if (statement.form === 'do') {
      const top = add({ kind: 'pass' }, statement, started);
      const after = one(statement.body, top, inner, statement.body);
      const [again, done] = branch(statement.condition, [...after, ...inner.continues]);
      connect(again, top[0]!.from);
      return [...done, ...inner.breaks];
    }
    const top = add({ kind: 'pass' }, statement, started);
    let yes: Ends;
    let no: Ends;
    if (statement.form === 'macro') {
      const span = statement.condition ?? statement;
      yes = top;
      for (const cursor of cursorsOf(statement.condition ? commaParts(statement.condition) : []))
        yes = add({ kind: 'define', target: cursor, value: null, operator: '=' }, span, yes);
      if (yes === top) yes = add({ kind: 'pass' }, span, top);
      no = yes;
    } else if (statement.condition) {
      [yes, no] = branch(statement.condition, top);
    } else {
      yes = top;
      no = [];
    }
    const after = one(statement.body, yes, inner, statement.body);
    const updated = statement.update
      ? evaluate(statement.update, [...after, ...inner.continues])
      : [...after, ...inner.continues];
    connect(updated, top[0]!.from);
    return [...no, ...inner.breaks];
  }

  /**
   * What an iterator macro sets to something new each time round: its first argument, and every local among the others
   * that nothing but such a macro has set before (`for_each_sg(list, sg, count, i)`).
   */
  function cursorsOf(parts: readonly Expression[]): Expression[] {
    const isUnset = (part: Expression): boolean =>
      part.kind === 'name' &&
      variables.some((variable) => variable.kind === 'local' && variable.name === part.name) &&
      !steps.some(
        (step) =>
          step.kind === 'define' &&
          step.value !== null &&
          step.target.kind === 'name' &&
          step.target.name === part.name,
      );
    const others = parts.slice(1).filter(isUnset);
    return parts
      .slice(0, 1)
      .filter((first) => first.kind === 'name' || others.length === 0)
      .concat(others);
  }

  function choose(statement: Extract<Statement, { kind: 'switch' }>, before: Ends, targets: Targets): Ends {
    const subject = evaluate(statement.subject, before);
    const breaks: Ends = [];
    const cases = { subject: statement.subject, ends: subject, hasDefault: false };
    const inner = { breaks, continues: targets.continues, cases };
    const walk = (statements: readonly Statement[], from: Ends): Ends =>
      statements.reduce((at: Ends, item) => {
        // The branches of a conditional among the cases follow each other.
        if (item.kind === 'config') return item.branches.reduce<Ends>((ends, part) => walk(part.body, ends), at);
        return one(item, at, inner, statement.body);
      }, from);
    const last =
      statement.body.kind === 'block'
        ? walk(statement.body.body, [])
        : one(statement.body, subject, inner, statement.body);
    return [...last, ...breaks, ...(cases.hasDefault ? [] : subject)];
  }

  /** Evaluates a condition; gives the ends where it holds and where it does not. */
  function branch(condition: Expression | null, ends: Ends): [Ends, Ends] {
    if (!condition) return [ends, []];
    if (condition.kind === 'binary' && (condition.operator === '&&' || condition.operator === '||')) {
      const [leftYes, leftNo] = branch(condition.left, ends);
      const [rightYes, rightNo] = branch(condition.right, condition.operator === '&&' ? leftYes : leftNo);
      return condition.operator === '&&' ? [rightYes, [...leftNo, ...rightNo]] : [[...leftYes, ...rightYes], rightNo];
    }
    if (condition.kind === 'unary' && condition.operator === '!') {
      const [yes, no] = branch(condition.operand, ends);
      return [no, yes];
    }
    if (condition.kind === 'call' && condition.arguments.length === 1 && isHint(condition.callee)) {
      return branch(condition.arguments[0]!, ends);
    }
    const constant = condition.kind === 'number' ? Number(condition.text) : NaN;
    const [step] = add({ kind: 'branch', condition }, condition, evaluate(condition, ends));
    const yes: Ends = constant === 0 ? [] : [{ from: step!.from, when: true }];
    const no: Ends = constant !== 0 && !Number.isNaN(constant) ? [] : [{ from: step!.from, when: false }];
    return [yes, no];
  }

  /** Adds the steps of an expression's effects, operands first. */
  function evaluate(expression: Expression, ends: Ends): Ends {
    switch (expression.kind) {
      case 'binary':
        if (expression.operator === '&&' || expression.operator === '||') {
          if (!hasEffect(expression)) return ends;
          const [yes, no] = branch(expression, ends);
          return [...yes, ...no];
        }
        break;
      case 'conditional': {
        if (!hasEffect(expression)) return ends;
        const [yes, no] = branch(expression.condition, ends);
        return [
          ...(expression.consequence ? evaluate(expression.consequence, yes) : yes),
          ...evaluate(expression.alternative, no),
        ];
      }
      case 'assign': {
        const evaluated = evaluate(expression.left, evaluate(expression.right, ends));
        const shape: StepShape = {
          kind: 'define',
          target: written(expression.left),
          value: expression.right,
          operator: expression.operator,
        };
        return add(shape, expression, evaluated);
      }
      case 'update':
        return add(
          { kind: 'define', target: written(expression.operand), value: null, operator: expression.operator },
          expression,
          evaluate(expression.operand, ends),
        );
      case 'call': {
        const evaluated = expression.arguments.reduce(
          (at, argument, position) => {
            const done = evaluate(argument, at);
            return isLeftOut(expression, position) && assigns(argument) ? [...at, ...done] : done;
          },
          evaluate(expression.callee, ends),
        );
        return use(expression, add({ kind: 'call', call: expression }, expression, evaluated));
      }
      case 'sizeof':
        return ends;
      case 'name':
        return macros.has(expression.name) ? use(asCall(expression), ends) : ends;
      case 'statements':
        return body(expression.body, ends, around, expression);
      default:
    }
    return subexpressions(expression).reduce((at, part) => evaluate(part, at), ends);
  }

  /** Whether a statement is the use of a macro that, by its name, may leave the function. */
  function mayLeave(expression: Expression): boolean {
    const name = expression.kind === 'call' ? expression.callee : expression;
    return name.kind === 'name' && LEAVES.test(name.name) && isHidden(name.name);
  }

  /** Whether the argument of a macro is not evaluated where the macro stands for nothing, as an assertion may. */
  function isLeftOut({ callee }: Extract<Expression, { kind: 'call' }>, position: number): boolean {
    if (callee.kind !== 'name') return false;
    return macros.has(callee.name) ? mayDrop(macros, callee.name, position) : isHidden(callee.name);
  }

  /** The place that is assigned to; a macro's use may stand for one. */
  function written(target: Expression): Expression {
    return (target.kind === 'call' && macroPlace(macros, target)) || target;
  }

  /** Adds what a macro's text does beside its arguments. */
  function use(call: Extract<Expression, { kind: 'call' }>, ends: Ends): Ends {
    const { stores, lends, jumps, returns, leaves } = macroUse(macros, call);
    const given = lends.map((operand): Expression => ({
      kind: 'address',
      operand,
      start: operand.start,
      end: operand.end,
    }));
    const lent = given.length > 0 ? add({ kind: 'call', call: { ...call, arguments: given } }, call, ends) : ends;
    const done = stores.reduce(
      (at, { target, value, operator }) => add({ kind: 'define', target, value, operator }, call, at),
      lent,
    );
    for (const label of jumps) gotos.push({ label, ends: done });
    if (returns) connect(done, 1);
    for (const word of leaves) (word === 'break' ? around.breaks : around.continues)?.push(...done);
    return done;
  }
}

/** The use of a macro without parameters. */
function asCall(name: Extract<Expression, { kind: 'name' }>): Extract<Expression, { kind: 'call' }> {
  const { start, end } = name;
  return { kind: 'call', callee: name, arguments: [], argumentList: { start: end, end }, start, end };
}

/** Words by which a macro says that it may leave the function that it is used in. */
const LEAVES =
  /^(?:[A-Z\d]+_)*(?:RETURN|RET|GOTO|BREAK|CONTINUE|LEAVE|EXIT|BAIL|ABORT|QUIT|THROW|TRY|DIE|JUMP|FAIL)(?:_[A-Z\d]+)*$/;

function assigns(expression: Expression): boolean {
  return expression.kind === 'assign' || expression.kind === 'update' || subexpressions(expression).some(assigns);
}

function commaParts(expression: Expression): Expression[] {
  return expression.kind === 'comma' ? [...commaParts(expression.left), ...commaParts(expression.right)] : [expression];
}

function isHint(callee: Expression): boolean {
  return callee.kind === 'name' && (callee.name === 'likely' || callee.name === 'unlikely');
}

function hasEffect(expression: Expression): boolean {
  if (
    expression.kind === 'call' ||
    expression.kind === 'assign' ||
    expression.kind === 'update' ||
    expression.kind === 'statements'
  )
    return true;
  return subexpressions(expression).some(hasEffect);
}
