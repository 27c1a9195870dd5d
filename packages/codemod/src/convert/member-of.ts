import { withoutCasts, type Expression } from '@freehandle/c-source';
import { isNull } from '@freehandle/provenance';
import type { Value } from '../migrations/migration.ts';

/** The address of a member of what a pointer points to, and whether that must not be NULL for it to be right. */
export interface MemberAddress {
  readonly text: string;
  readonly needsObject: boolean;
}

/**
 * `&pdev->dev` for `pdev`, `&card->pci.dev` for `&card->pci`, `dev` for `to_pci_dev(dev)`, NULL for NULL. `written` is the
 * argument with its parentheses.
 */
export function memberOf(
  text: string,
  argument: Expression,
  written: string,
  { member, inverse }: Extract<Value, { kind: 'member' }>,
): MemberAddress {
  const slice = ({ start, end }: Expression): string => text.slice(start, end);
  if (isNull(argument)) return { text: 'NULL', needsObject: false };
  const bare = withoutCasts(argument);
  if (
    bare.kind === 'call' &&
    bare.callee.kind === 'name' &&
    bare.callee.name === inverse &&
    bare.arguments.length === 1
  )
    return { text: slice(bare.arguments[0]!), needsObject: false };
  if (argument.kind === 'address') {
    const object = slice(argument.operand);
    const isPlain = ['name', 'member', 'index'].includes(argument.operand.kind);
    return { text: `&${isPlain ? object : `(${object})`}.${member}`, needsObject: false };
  }
  const isPlain = ['name', 'member', 'index', 'call'].includes(argument.kind);
  const object = isPlain
    ? slice(argument)
    : written.startsWith('(') && closes(written)
      ? written
      : `(${slice(argument)})`;
  return { text: `&${object}->${member}`, needsObject: true };
}

/** Whether the first parenthesis closes at the end. */
function closes(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) return at === text.length - 1;
  }
  return false;
}
