import type { Statement } from '@freehandle/c-source';

/** Statements and those in them, outermost first. */
export function* everyStatement(body: readonly Statement[]): Generator<Statement> {
  for (const statement of body) {
    yield statement;
    switch (statement.kind) {
      case 'block':
      case 'case':
        yield* everyStatement(statement.body);
        break;
      case 'if':
        yield* everyStatement(statement.otherwise ? [statement.then, statement.otherwise] : [statement.then]);
        break;
      case 'loop':
      case 'switch':
        yield* everyStatement([statement.body]);
        break;
      case 'label':
        if (statement.body) yield* everyStatement([statement.body]);
        break;
      case 'config':
        for (const branch of statement.branches) yield* everyStatement(branch.body);
        break;
      default:
    }
  }
}
