import { appendItems, tokensOf, type Edit, type Span } from '@freehandle/c-source';
import type { Migration } from '../migrations/migration.ts';

/** The call as it stands: the name, the argument list with its parentheses, and the freed pointer's argument. */
export interface CallPlace extends Span {
  readonly argumentList: Span;
  readonly vaddr: Span;
}

/** Edits that give the call its new arguments; the pointer's argument keeps its text. Layout follows the file. */
export function rewriteCall(
  text: string,
  call: CallPlace,
  migration: Migration,
  values: { size: string; handle: string },
): Edit[] {
  const items = migration.newCall.parameters
    .slice(1)
    .map((parameter) => (parameter.role === 'size' ? values.size : values.handle));
  const end = argumentEnd(text, call);
  return [{ start: end, end, text: appendItems(text, call.argumentList.start, end, items) }];
}

/** Where the pointer's argument ends as written: behind the parentheses around it, which its span leaves out. */
function argumentEnd(text: string, call: CallPlace): number {
  let end = call.vaddr.end;
  for (const token of tokensOf(text, call.vaddr.end, call.argumentList.end - 1)) {
    if (text.slice(token.start, token.end) !== ')') break;
    end = token.end;
  }
  return end;
}

/** `text` between `start` and `end` after the edits that lie within. */
export function editedText(text: string, span: Span, edits: readonly Edit[]): string {
  let result = '';
  let position = span.start;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position, span.end);
}
