import { columnAfter, indentation, type Edit, type RecordDefinition, type RecordMember } from '@freehandle/c-source';
import { addedAfter, indentAt } from './insertion.ts';

/** A member to declare: its type, its name with dimensions, and a remark for where members carry one. */
export interface NewMember {
  readonly type: string;
  readonly name: string;
  readonly remark: string;
}

/** Declares a member right after another one, as the record writes its members: indentation, columns, comments. */
export function declareMember(text: string, record: RecordDefinition, after: RecordMember, added: NewMember): Edit {
  const { start, end } = after.declaration;
  const indent = indentAt(text, start);
  let code = `${added.type}${gapAfter(text, record, after, indent, added.type)}${added.name};`;
  const comment = /^([ \t]*)(\/\*[^\r\n]*?\*\/|\/\/[^\r\n]*)[ \t]*(?=\r?\n|$)/.exec(text.slice(end));
  if (comment) {
    const lineStart = text.lastIndexOf('\n', end - 1) + 1;
    const column = columnAfter(text.slice(lineStart, end) + comment[1]!);
    const gap = padding(columnAfter(indent + code), column, comment[1]!.includes('\t'));
    code += `${gap}${comment[2]!.startsWith('//') ? `// ${added.remark}` : `/* ${added.remark} */`}`;
  }
  return addedAfter(text, end, indent, code);
}

/** The white space between type and name: to the column that names share, else as before the member's own name. */
function gapAfter(text: string, record: RecordDefinition, after: RecordMember, indent: string, type: string): string {
  const own = place(text, after);
  if (!own) return ' ';
  const others = record.members.map((member) => place(text, member)).filter((one) => one !== null);
  const aligned = others.filter((one) => one.column === own.column);
  const isColumn = own.gap.length > 1 || own.gap === '\t';
  if (!isColumn || aligned.length < 2) return own.gap === '\t' ? '\t' : ' ';
  return padding(columnAfter(indent + type), own.column, own.gap.includes('\t'));
}

/** Where the name of a member begins with its stars, and the white space before it; null when another one precedes it. */
function place(text: string, member: RecordMember): { column: number; gap: string } | null {
  const { start } = member.declarator;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start);
  const gap = /[\w)](\s+)$/.exec(before)?.[1];
  return gap === undefined ? null : { column: columnAfter(before), gap };
}

/** White space from one column to another, at least one blank. */
function padding(from: number, to: number, withTabs: boolean): string {
  if (to <= from) return ' ';
  if (!withTabs) return ' '.repeat(to - from);
  let gap = '';
  let column = from;
  while (column < to) {
    const next = columnAfter('\t', column);
    if (next > to) return gap + indentation(to - column, false);
    gap += '\t';
    column = next;
  }
  return gap;
}
