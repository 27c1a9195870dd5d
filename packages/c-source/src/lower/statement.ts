import { childOf, type SyntaxNode } from '../parse/syntax-node.ts';
import type { ConfigBranch, Declarator, Statement, StatementShape } from '../syntax/statement.ts';
import { textOf, type Lowering } from './context.ts';
import { baseTypeOf, isVolatileIn, lowerDeclarator } from './declarator.ts';
import { lowerExpression } from './expression.ts';

/** Lowers the statements of a compound statement, a case or a preprocessor branch. */
export function lowerBody(context: Lowering, nodes: readonly SyntaxNode[]): Statement[] {
  return nodes.map((node) => lowerStatement(context, node)).filter((statement) => statement !== null);
}

function lowerStatement(context: Lowering, node: SyntaxNode): Statement | null {
  const shape = shapeOf(context, node);
  return shape && Object.assign(shape, { start: node.start, end: node.end });
}

function shapeOf(context: Lowering, node: SyntaxNode): StatementShape | null {
  const empty: Statement = { kind: 'block', body: [], start: node.end, end: node.end };
  const statement = (field: string): Statement => {
    const child = childOf(node, field);
    return (child && lowerStatement(context, child)) ?? empty;
  };
  switch (node.type) {
    case 'compound_statement':
      return { kind: 'block', body: lowerBody(context, node.children) };
    case 'expression_statement': {
      const expression = node.children[0];
      return expression
        ? { kind: 'expression', expression: lowerExpression(context, expression) }
        : { kind: 'block', body: [] };
    }
    case 'declaration':
      // `CHECK(x) next(x);`: the macro is read as a type.
      if (childOf(node, 'type')?.type === 'macro_type_specifier')
        context.broken.push({ start: node.start, end: node.end });
      return { kind: 'declaration', declarators: lowerDeclaration(context, node) };
    case 'if_statement': {
      const alternative = childOf(node, 'alternative');
      const otherwise = alternative?.type === 'else_clause' ? (alternative.children[0] ?? null) : alternative;
      return {
        kind: 'if',
        condition: lowerExpression(context, childOf(node, 'condition') ?? node),
        then: statement('consequence'),
        otherwise: otherwise && lowerStatement(context, otherwise),
      };
    }
    case 'while_statement':
    case 'do_statement':
    case 'for_statement':
      return lowerLoop(context, node, statement('body'));
    case 'switch_statement':
      return {
        kind: 'switch',
        subject: lowerExpression(context, childOf(node, 'condition') ?? node),
        body: statement('body'),
      };
    case 'case_statement': {
      const value = childOf(node, 'value');
      return {
        kind: 'case',
        isDefault: value === null,
        value: value && !node.children.some((child) => child.type === '...') ? lowerExpression(context, value) : null,
        body: lowerBody(
          context,
          node.children.filter((child) => child !== value),
        ),
      };
    }
    case 'labeled_statement': {
      const label = childOf(node, 'label');
      const body = node.children.find((child) => child !== label);
      return {
        kind: 'label',
        name: label ? identifierAt(context, label.start) : '',
        body: body ? lowerStatement(context, body) : null,
      };
    }
    case 'goto_statement': {
      const label = childOf(node, 'label');
      return { kind: 'goto', label: label ? textOf(context, label) : '' };
    }
    case 'break_statement':
      return { kind: 'break' };
    case 'continue_statement':
      return { kind: 'continue' };
    case 'return_statement': {
      const value = node.children[0];
      return { kind: 'return', value: value ? lowerExpression(context, value) : null };
    }
    case 'preproc_if':
    case 'preproc_ifdef':
      return lowerConfig(context, node);
    case 'ERROR':
      return { kind: 'opaque' };
    case 'function_definition':
      // A function of the function: when it runs, and what it changes, is not followed.
      context.broken.push({ start: node.start, end: node.end });
      return { kind: 'opaque' };
    case 'attributed_statement':
      return { kind: 'block', body: lowerBody(context, node.children) };
    default:
      return null;
  }
}

/** The names a declaration declares; types it defines are not collected here. */
export function lowerDeclaration(context: Lowering, node: SyntaxNode): Declarator[] {
  const base = baseTypeOf(context, node);
  const isVolatile = isVolatileIn(context, node);
  const isStatic = node.children.some((c) => c.type === 'storage_class_specifier' && textOf(context, c) === 'static');
  return node.children
    .filter((child) => child.field === 'declarator')
    .map((child) => {
      const value = child.type === 'init_declarator' ? childOf(child, 'value') : null;
      const lowered = lowerDeclarator(context, base, child, isVolatile);
      return {
        name: lowered.name,
        nameSpan: { start: lowered.nameNode?.start ?? child.start, end: lowered.nameNode?.end ?? child.end },
        type: lowered.type,
        isStatic,
        initial: value && lowerExpression(context, value),
        start: child.start,
        end: child.end,
      };
    });
}

function lowerLoop(context: Lowering, node: SyntaxNode, body: Statement): StatementShape {
  const part = (field: string) => {
    const child = childOf(node, field);
    return child && lowerExpression(context, child);
  };
  if (node.type === 'for_statement') {
    const first = childOf(node, 'initializer');
    const start = first?.type === 'declaration' ? lowerStatement(context, first) : null;
    const value = first && !start ? lowerExpression(context, first) : null;
    const statements: Statement[] = start
      ? [start]
      : value
        ? [{ kind: 'expression', expression: value, start: value.start, end: value.end }]
        : [];
    return { kind: 'loop', form: 'for', first: statements, condition: part('condition'), update: part('update'), body };
  }
  const isMacro =
    node.type === 'while_statement' && context.text.slice(node.start, node.start + 6).match(/^while\b/) === null;
  const form = node.type === 'do_statement' ? 'do' : isMacro ? 'macro' : 'while';
  return { kind: 'loop', form, first: [], condition: part('condition'), update: null, body };
}

function lowerConfig(context: Lowering, node: SyntaxNode): StatementShape {
  const branches: ConfigBranch[] = [];
  let hasElse = false;
  for (let at: SyntaxNode | null = node; at;) {
    const own: SyntaxNode = at;
    const alternative = childOf(own, 'alternative');
    const skip = new Set([childOf(own, 'condition'), childOf(own, 'name'), alternative]);
    branches.push({
      condition: directiveLine(context, own.start),
      body: lowerBody(
        context,
        own.children.filter((child) => !skip.has(child)),
      ),
    });
    if (own.type === 'preproc_else') hasElse = true;
    at = alternative;
  }
  return { kind: 'config', branches, hasElse };
}

/** The identifier at an offset of the text as written, where the mask may have shortened it. */
function identifierAt(context: Lowering, start: number): string {
  return /^\w*/.exec(context.text.slice(start, start + 256))![0];
}

/** The directive that starts at `start`, without its line end. */
export function directiveLine(context: Lowering, start: number): string {
  const end = context.text.indexOf('\n', start);
  return context.text.slice(start, end < 0 ? undefined : end).trim();
}
