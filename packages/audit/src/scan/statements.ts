import { everyExpression, type Declarator, type Expression, type Statement } from '@freehandle/c-source';

/** Statements and those in them, outermost first. */
export function everyStatement(body: readonly Statement[]): readonly Statement[] {
  const found: Statement[] = [];
  const visit = (statement: Statement): void => {
    found.push(statement);
    switch (statement.kind) {
      case 'block':
      case 'case':
        statement.body.forEach(visit);
        break;
      case 'if':
        visit(statement.then);
        if (statement.otherwise) visit(statement.otherwise);
        break;
      case 'loop':
      case 'switch':
        visit(statement.body);
        break;
      case 'label':
        if (statement.body) visit(statement.body);
        break;
      case 'config':
        for (const branch of statement.branches) branch.body.forEach(visit);
        break;
      default:
    }
  };
  body.forEach(visit);
  return found;
}

/** The declarations in statements, at any depth of blocks. */
export function declarationsIn(statements: readonly Statement[]): readonly Declarator[] {
  return statements.flatMap((statement) => {
    switch (statement.kind) {
      case 'declaration':
        return statement.declarators;
      case 'block':
        return declarationsIn(statement.body);
      case 'config':
        return statement.branches.flatMap((branch) => declarationsIn(branch.body));
      default:
        return [];
    }
  });
}

/** What was found in statements: a file's functions are read for one thing after another. */
const expressionsOf = new WeakMap<readonly Statement[], readonly Expression[]>();

/** The expressions that stand in statements, and all within them. */
export function everyExpressionIn(statements: readonly Statement[]): readonly Expression[] {
  const known = expressionsOf.get(statements);
  if (known) return known;
  const found: Expression[] = [];
  readExpressions(statements, (outermost) => {
    for (const one of everyExpression(outermost)) found.push(one);
  });
  expressionsOf.set(statements, found);
  return found;
}

/** Tells of the outermost expressions that stand in statements, in the order of the text. */
function readExpressions(statements: readonly Statement[], tell: (expression: Expression) => void): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'block':
      case 'case':
        readExpressions(statement.body, tell);
        break;
      case 'expression':
        tell(statement.expression);
        break;
      case 'declaration':
        for (const { initial } of statement.declarators) if (initial) tell(initial);
        break;
      case 'if':
        tell(statement.condition);
        readExpressions(statement.otherwise ? [statement.then, statement.otherwise] : [statement.then], tell);
        break;
      case 'loop':
        readExpressions(statement.first, tell);
        if (statement.condition) tell(statement.condition);
        if (statement.update) tell(statement.update);
        readExpressions([statement.body], tell);
        break;
      case 'switch':
        tell(statement.subject);
        readExpressions([statement.body], tell);
        break;
      case 'label':
        if (statement.body) readExpressions([statement.body], tell);
        break;
      case 'return':
        if (statement.value) tell(statement.value);
        break;
      case 'config':
        for (const branch of statement.branches) readExpressions(branch.body, tell);
        break;
      default:
    }
  }
}
