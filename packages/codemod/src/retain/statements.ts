import { contains, type Span, type Statement } from '@freehandle/c-source';

/** A statement and the list that it stands in, where others can be put before and after it. */
export interface Spot {
  readonly list: readonly Statement[];
  readonly index: number;
  readonly statement: Statement;
}

/** The innermost statement at an offset that stands in a list; null when it is the bare body of an `if` or a loop. */
export function spotAt(body: readonly Statement[], offset: number): Spot | null {
  const at: Span = { start: offset, end: offset + 1 };
  const index = body.findIndex((statement) => contains(statement, at));
  const statement = body[index];
  return statement ? inside({ list: body, index, statement }, at) : null;
}

/** Every list of statements that `offset` lies in, outermost first. */
export function listsAround(body: readonly Statement[], offset: number): (readonly Statement[])[] {
  const lists: (readonly Statement[])[] = [];
  const enter = (list: readonly Statement[]): void => {
    const statement = list.find((one) => one.start <= offset && offset < one.end);
    lists.push(list);
    if (statement) visit(statement);
  };
  const visit = (statement: Statement): void => {
    const inner = partsOf(statement).find((one) => one.start <= offset && offset < one.end);
    if (statement.kind === 'block' || statement.kind === 'case') enter(statement.body);
    else if (statement.kind === 'config') {
      const branch = statement.branches.find(({ body: own }) => own.some((one) => one === inner));
      if (branch) enter(branch.body);
    } else if (inner) visit(inner);
  };
  enter(body);
  return lists;
}

/** The statements directly below one. */
export function partsOf(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'block':
    case 'case':
      return statement.body;
    case 'config':
      return statement.branches.flatMap((branch) => branch.body);
    case 'if':
      return statement.otherwise ? [statement.then, statement.otherwise] : [statement.then];
    case 'loop':
      return [...statement.first, statement.body];
    case 'switch':
      return [statement.body];
    case 'label':
      return statement.body ? [statement.body] : [];
    default:
      return [];
  }
}

/** Whether what follows a statement is never run after it. */
export function leaves(statement: Statement): boolean {
  if (statement.kind === 'block') {
    const last = statement.body[statement.body.length - 1];
    return last !== undefined && leaves(last);
  }
  return ['return', 'goto', 'break', 'continue'].includes(statement.kind);
}

/** Whether a `goto` or a `switch` can enter the statement from outside. */
export function canBeEntered(statement: Statement): boolean {
  if (statement.kind === 'label' || statement.kind === 'case') return true;
  return partsOf(statement).some(canBeEntered);
}

function inside(spot: Spot, at: Span): Spot | null {
  const { statement } = spot;
  switch (statement.kind) {
    case 'block':
    case 'case':
      return spotAt(statement.body, at.start);
    case 'config': {
      const branch = statement.branches.find(({ body }) => body.some((one) => contains(one, at)));
      return branch ? spotAt(branch.body, at.start) : null;
    }
    case 'label':
      // What a label names stands in the list of the label.
      return statement.body ? inside({ ...spot, statement: statement.body }, at) : null;
    case 'if':
    case 'loop':
    case 'switch': {
      const part = partsOf(statement).find((one) => contains(one, at));
      if (!part) return spot;
      return withBraces(part, at);
    }
    default:
      return spot;
  }
}

/** A body without braces has no list. */
function withBraces(body: Statement, at: Span): Spot | null {
  if (body.kind === 'block') return spotAt(body.body, at.start);
  const part = partsOf(body).find((one) => contains(one, at));
  return part ? withBraces(part, at) : null;
}
