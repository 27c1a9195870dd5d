import { withoutCasts, type Edit, type Expression, type FunctionDefinition } from '@freehandle/c-source';
import type { AllocationFact } from '@freehandle/provenance';
import type { Retained } from '../plan/plan.ts';
import { visitExpressions } from './expressions.ts';
import { statementAfter } from './insertion.ts';
import { cannot } from './retention.ts';
import type { Kept } from './names.ts';
import { spotAt } from './statements.ts';
import type { OpenFile, Workspace } from './workspace.ts';

/**
 * The code that puts an allocation's handle or size into `target`, right after the assignment at `start`; where the
 * handle is not asked for at all, the target is passed for it.
 */
export function storeOf(
  workspace: Workspace,
  allocation: AllocationFact,
  start: number,
  kept: Kept,
  target: string,
): Retained | { readonly why: string } {
  const at = workspace.open(allocation.file);
  const definition = at?.unit.functions.find((one) => one.start <= start && start < one.end);
  const place = `in ${allocation.function} (${allocation.file}:${allocation.line})`;
  if (!at || !definition) return cannot(`the allocation ${place} cannot be read`);
  const { text } = at.source;
  const shared = { file: at.file, line: allocation.line };
  if (kept === 'handle' && allocation.handles.every((one) => one.copied)) {
    const ignored = ignoredHandle(workspace, at, definition, allocation);
    if (!ignored) return cannot(`the handle of the allocation ${place} is stored where it cannot be named`);
    const edit: Edit = { start: ignored.start, end: ignored.end, text: `&${target}` };
    return { ...shared, what: `handle of the allocation in ${allocation.function}`, text: edit.text, edits: [edit] };
  }
  const template = kept === 'handle' ? allocation.handles.find((one) => !one.copied) : allocation.size;
  if (!template || template.impure) return cannot(`the size of the allocation ${place} cannot be evaluated again`);
  const code = `${target} = ${template.text};`;
  const spot = spotAt(definition.body, start);
  const edit = spot && statementAfter(text, spot, code);
  if (!edit) return cannot(`there is no place for a statement right after the allocation ${place}`);
  return { ...shared, what: `${kept} kept in ${allocation.function}`, text: code, edits: [edit] };
}

/** The handle's argument of an allocating call where it is NULL. */
function ignoredHandle(
  { migration }: Workspace,
  at: OpenFile,
  definition: FunctionDefinition,
  allocation: AllocationFact,
): Expression | null {
  let found: Expression | null = null;
  visitExpressions(definition, (expression) => {
    if (expression.kind !== 'call' || expression.start !== allocation.start) return;
    const { callee } = expression;
    const allocator = migration.allocators.find((one) => callee.kind === 'name' && one.name === callee.name);
    const argument = allocator && expression.arguments[allocator.arguments.indexOf('handle')];
    const bare = argument && withoutCasts(argument);
    if (bare && /^(?:NULL|0)$/.test(at.source.text.slice(bare.start, bare.end))) found = argument;
  });
  return found;
}
