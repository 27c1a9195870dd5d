import { childOf, type SyntaxNode } from '../parse/syntax-node.ts';
import type { Span } from '../span.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Declarator } from '../syntax/statement.ts';
import type {
  FunctionDefinition,
  MacroDefinition,
  Prototype,
  RecordDefinition,
  Typedef,
  Unit,
} from '../syntax/unit.ts';
import { noteBroken, textOf, type Lowering } from './context.ts';
import { baseTypeOf, isVolatileIn, lowerDeclarator, lowerParameters } from './declarator.ts';
import { lowerExpression } from './expression.ts';
import { lowerMacro } from './macro.ts';
import { lowerRecords } from './record.ts';
import { directiveLine, lowerBody, lowerDeclaration } from './statement.ts';

interface Growing {
  functions: FunctionDefinition[];
  prototypes: Prototype[];
  records: RecordDefinition[];
  typedefs: Typedef[];
  globals: Declarator[];
  enumerators: string[];
  macros: MacroDefinition[];
  includes: string[];
  fileCalls: Expression[];
  broken: Span[];
}

/** Lowers a parsed file. `text` is the file as written; the tree may come from masked text of the same length. */
export function lowerUnit(path: string, text: string, root: SyntaxNode): Omit<Unit, 'hidden'> {
  const unit: Growing = {
    functions: [],
    prototypes: [],
    records: [],
    typedefs: [],
    globals: [],
    enumerators: [],
    macros: [],
    includes: [],
    fileCalls: [],
    broken: [],
  };
  lowerItems({ text, broken: unit.broken, lowerBody }, unit, root.children, []);
  return { path, ...unit };
}

function lowerItems(context: Lowering, unit: Growing, nodes: readonly SyntaxNode[], config: readonly string[]): void {
  for (const node of nodes) lowerItem(context, unit, node, config);
}

function lowerItem(context: Lowering, unit: Growing, node: SyntaxNode, config: readonly string[]): void {
  switch (node.type) {
    case 'function_definition':
      lowerFunction(context, unit, node, config);
      return;
    case 'preproc_if':
    case 'preproc_ifdef':
    case 'preproc_else':
    case 'preproc_elif':
    case 'preproc_elifdef': {
      const alternative = childOf(node, 'alternative');
      const rest = node.children.filter(
        (child) => child !== alternative && child.field !== 'name' && child.field !== 'condition',
      );
      lowerItems(context, unit, rest, [...config, directiveLine(context, node.start)]);
      if (alternative) lowerItem(context, unit, alternative, config);
      return;
    }
    case 'preproc_def':
    case 'preproc_function_def':
      unit.macros.push(lowerMacro(context, node, config));
      return;
    case 'preproc_include': {
      const path = childOf(node, 'path');
      if (path?.type === 'string_literal') unit.includes.push(textOf(context, path).slice(1, -1));
      return;
    }
    case 'declaration':
      noteBroken(context, node);
      lowerRecords(context, unit, node);
      lowerDeclared(context, unit, node);
      return;
    case 'type_definition': {
      noteBroken(context, node);
      lowerRecords(context, unit, node);
      const base = baseTypeOf(context, node);
      for (const child of node.children.filter((c) => c.field === 'declarator')) {
        const lowered = lowerDeclarator(context, base, child, isVolatileIn(context, node));
        if (lowered.name) unit.typedefs.push({ name: lowered.name, type: lowered.type });
      }
      return;
    }
    case 'struct_specifier':
    case 'union_specifier':
    case 'enum_specifier':
      noteBroken(context, node);
      lowerRecords(context, unit, node);
      return;
    case 'expression_statement': {
      noteBroken(context, node);
      const expression = node.children[0];
      if (expression) unit.fileCalls.push(lowerExpression(context, expression));
      return;
    }
    case 'linkage_specification':
    case 'declaration_list':
      lowerItems(context, unit, node.children, config);
      return;
    case 'ERROR':
      context.broken.push({ start: node.start, end: node.end });
      // What stands whole inside the broken range is still of use.
      lowerItems(
        context,
        unit,
        node.children.filter((child) => child.children.length > 0),
        config,
      );
      return;
    default:
      noteBroken(context, node);
  }
}

function lowerDeclared(context: Lowering, unit: Growing, node: SyntaxNode): void {
  const base = baseTypeOf(context, node);
  for (const declarator of lowerDeclaration(context, node)) {
    if (!declarator.type.isFunction) unit.globals.push(declarator);
  }
  for (const child of node.children.filter((c) => c.field === 'declarator')) {
    const lowered = lowerDeclarator(context, base, child);
    if (!lowered.parameterList) continue;
    unit.prototypes.push({
      name: lowered.name,
      isPointer: lowered.throughPointer,
      returns: { ...lowered.type, isFunction: false },
      parameters: lowerParameters(context, lowered.parameterList),
      parameterList: { start: lowered.parameterList.start, end: lowered.parameterList.end },
      start: node.start,
      end: node.end,
    });
  }
}

function lowerFunction(context: Lowering, unit: Growing, node: SyntaxNode, config: readonly string[]): void {
  const body = childOf(node, 'body');
  const lowered = lowerDeclarator(context, baseTypeOf(context, node), childOf(node, 'declarator'));
  if (!body || !lowered.nameNode || !lowered.parameterList) {
    context.broken.push({ start: node.start, end: node.end });
    return;
  }
  const own: Lowering = { text: context.text, broken: [], lowerBody };
  noteBroken(own, node);
  unit.functions.push({
    name: lowered.name,
    nameSpan: { start: lowered.nameNode.start, end: lowered.nameNode.end },
    isStatic: node.children.some((c) => c.type === 'storage_class_specifier' && textOf(context, c) === 'static'),
    returns: { ...lowered.type, isFunction: false },
    parameters: lowerParameters(
      context,
      lowered.parameterList,
      node.children
        .filter((child) => child.type === 'declaration')
        .flatMap((child) => lowerDeclaration(context, child)),
    ),
    parameterList: { start: lowered.parameterList.start, end: lowered.parameterList.end },
    body: lowerBody(own, body.children),
    broken: own.broken,
    contained: [],
    config,
    start: node.start,
    end: node.end,
  });
}
