import { identifierOffsets, lineIndex, tokensOf, type FunctionDefinition, type Statement } from '@freehandle/c-source';
import type { FileFacts, FreeFact, Verdict } from '@freehandle/provenance';
import type { Retained } from '../plan/plan.ts';
import { visitExpressions } from './expressions.ts';
import { edited } from './edited.ts';
import { addedBefore } from './insertion.ts';
import { declareLocal } from './local-declaration.ts';
import { freeNameFor, type Kept } from './names.ts';
import { cannot } from './retention.ts';
import { canBeEntered, listsAround } from './statements.ts';
import { typeOf } from './types.ts';
import type { OpenFile, Workspace } from './workspace.ts';

/** The copies made before a release, and the verdict on the call that uses them. */
export type Saved = { readonly retained: readonly Retained[]; readonly verdict: Verdict } | { readonly why: string };

/**
 * For a call that comes after the release of what holds its arguments: copies them to locals before the release. What
 * they are there is asked of `judge`, as if the call itself stood there.
 */
export function saveBeforeRelease(
  workspace: Workspace,
  free: FreeFact,
  released: { readonly line: number; readonly what: string },
  judge: (facts: FileFacts, free: FreeFact) => Verdict,
): Saved {
  const at = workspace.open(free.file);
  const definition = at?.unit.functions.find((one) => one.start <= free.start && free.start < one.end);
  if (!at || !definition) return cannot(`${free.file} cannot be read`);
  if (!/^[A-Za-z_]\w*$/.test(free.place)) return cannot(`${free.place} is itself read from what is released`);
  const release = releaseStatement(at, definition, free, released);
  if (typeof release === 'string') return cannot(release);
  const { text } = at.source;
  const changed = (names: ReadonlySet<string>) => assignedBetween(definition, names, release.start, free.start);
  if (changed(new Set([free.place]))) return cannot(`${free.place} is given another value after ${released.what}`);

  const call = `${workspace.migration.oldCall.name}(${free.place});`;
  const trial = { start: release.start, end: release.start, text: `${call} ` };
  const facts = workspace.scan(free.file, edited(at.source, [trial]))?.facts;
  const early = facts?.frees.find((one) => one.start === release.start);
  const verdict = facts && early && judge(facts, early);
  if (!verdict) return cannot('the function cannot be analysed');
  if (verdict.kind === 'unknown') return cannot(`before ${released.what}, ${verdict.detail}`);

  const retained: Retained[] = [];
  const use: Record<Kept, string> = { handle: verdict.handle.text, size: verdict.size.text };
  for (const kept of ['handle', 'size'] as const) {
    if (!/->|\.|\*\w/.test(use[kept])) {
      if (changed(namesIn(use[kept]))) return cannot(`${use[kept]} is given another value after ${released.what}`);
      continue;
    }
    const name = freeNameFor(free.place, kept, [text]);
    const declared =
      name && declareLocal(at, definition, free.place, name, `${typeOf(workspace.migration, kept)} ${name};`);
    if (!declared) return cannot(`${free.place} is not a local of ${free.function} that is declared once`);
    const code = `${name} = ${use[kept]};`;
    const what = `${kept} saved before ${released.what}`;
    const edit = addedBefore(text, release, code);
    retained.push(declared, { file: at.file, line: released.line, what, text: code, edits: [edit] });
    use[kept] = name;
  }
  if (retained.length === 0) return cannot(`nothing that ${released.what} releases is read by the arguments`);
  const lines = { file: free.file, line: released.line };
  return {
    retained,
    verdict: {
      ...verdict,
      size: use.size === verdict.size.text ? verdict.size : { text: use.size, ...lines },
      handle: use.handle === verdict.handle.text ? verdict.handle : { text: use.handle, ...lines },
      evidence: [...verdict.evidence, { ...lines, what: released.what }],
    },
  };
}

/**
 * The statement before which every way to the call passes and that releases: in the innermost list that holds the release
 * and the call, with no label between them.
 */
function releaseStatement(
  at: OpenFile,
  definition: FunctionDefinition,
  free: FreeFact,
  released: { readonly line: number; readonly what: string },
): Statement | string {
  const lines = lineIndex(at.source.text);
  let offset = -1;
  visitExpressions(definition, (expression) => {
    if (expression.kind !== 'call' || expression.start >= free.start) return;
    if (lines.lineOf(expression.start) === released.line) offset = Math.max(offset, expression.start);
  });
  if (offset < 0) return `the release (line ${released.line}) is not a call of the function`;
  const contains = (statement: Statement, point: number) => statement.start <= point && point < statement.end;
  const list = listsAround(definition.body, offset).findLast((one) =>
    one.some((statement) => contains(statement, free.start)),
  );
  const from = list?.findIndex((statement) => contains(statement, offset)) ?? -1;
  const to = list?.findIndex((statement) => contains(statement, free.start)) ?? -1;
  const statement = list?.[from];
  if (!list || !statement || from >= to) return 'the release and the call stand in branches of one statement';
  const own = statement.kind === 'label' ? statement.body : statement;
  if (!own || canBeEntered(own) || list.slice(from + 1, to + 1).some(canBeEntered))
    return 'a label stands between the release and the call';
  return own;
}

function assignedBetween(
  definition: FunctionDefinition,
  names: ReadonlySet<string>,
  from: number,
  to: number,
): boolean {
  let found = false;
  visitExpressions(definition, (expression) => {
    if (expression.start < from || expression.start >= to) return;
    const target =
      expression.kind === 'assign'
        ? expression.left
        : expression.kind === 'update' || expression.kind === 'address'
          ? expression.operand
          : null;
    if (target?.kind === 'name' && names.has(target.name)) found = true;
  });
  return found;
}

function namesIn(text: string): ReadonlySet<string> {
  const names = tokensOf(text).filter((token) => token.kind === 'name');
  return new Set(
    names.map((token) => text.slice(token.start, token.end)).filter((n) => identifierOffsets(text, n).length > 0),
  );
}
