import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Project, ts, type CallExpression, type Node, type SourceFile } from 'ts-morph';
import type { PairedCalls } from '../migrations/paired-calls.ts';
import { hashOf } from '../plan/hash.ts';
import { bySite, type Evidence, type Plan, type Site } from '../plan/plan.ts';
import { sentence } from '../plan/sentence.ts';
import { refusalFor } from '../refusals/index.ts';
import type { RefusalReason } from '../refusals/refusal.ts';
import { allocationsOf } from './allocations-of.ts';
import { findFrees, type OldCall, type OldValue } from './find-frees.ts';
import { isGuarded } from './guard.ts';
import { unlikeThere } from './same-there.ts';

type Decision =
  | {
      readonly size: string;
      readonly handle: string;
      readonly doubts: readonly string[];
      readonly from: CallExpression;
      readonly evidence: readonly Evidence[];
    }
  | { readonly reason: RefusalReason; readonly detail: string; readonly evidence: readonly Evidence[] };

/**
 * Plans the migration of TypeScript callers, resolved by type: the same plan as for C, over the files given. Types come
 * from the nearest tsconfig.json above the first file, and what it refers to.
 */
export function planTypeScript(
  files: readonly string[],
  options: { readonly migration: string; readonly root: string; readonly calls: PairedCalls },
): Plan {
  const { root, migration, calls } = options;
  const absolute = [...new Set(files.map((file) => path.resolve(root, file)))].sort();
  const project = projectFor(absolute);
  const hashes: Record<string, string> = {};
  const sites = absolute.flatMap((file) => {
    const source = project.getSourceFile(file);
    return source === undefined ? [] : findFrees(source, calls).map((use) => siteOf(use, calls, root));
  });
  for (const { file, edits } of sites) {
    if (edits.length > 0) hashes[file] ??= hashOf(readFileSync(path.resolve(root, file)));
  }
  sites.sort(bySite);
  return { migration, root, files: absolute.length, sites, declarations: [], problems: [], hashes };
}

function projectFor(files: readonly string[]): Project {
  const config =
    files[0] === undefined ? undefined : ts.findConfigFile(path.dirname(files[0]), (file) => existsSync(file));
  const project = new Project({
    ...(config === undefined
      ? {
          compilerOptions: {
            module: ts.ModuleKind.NodeNext,
            target: ts.ScriptTarget.ES2023,
            strict: true,
            skipLibCheck: true,
          },
        }
      : { tsConfigFilePath: config }),
    skipAddingFilesFromTsConfig: true,
  });
  // A file that names neither call can free by a function that another file hands on.
  project.addSourceFilesAtPaths(files);
  project.resolveSourceFileDependencies();
  return project;
}

function siteOf(use: OldCall | OldValue, calls: PairedCalls, root: string): Site {
  const { node } = use;
  const source = node.getSourceFile();
  const start = source.getLineAndColumnAtPos(node.getStart());
  const before = node.getText();
  const place = {
    file: fileOf(source, root),
    line: start.line,
    column: start.column,
    function: functionOf(node),
    before,
  };
  const decision = use.kind === 'call' ? decide(use, calls, root) : passedOn(node, calls, root);
  if ('reason' in decision) {
    const { reason, detail, evidence } = decision;
    const message = sentence(`${detail}. ${refusalFor(reason).remedy}`);
    return {
      ...place,
      after: null,
      status: 'refused',
      reason,
      message,
      size: null,
      handle: null,
      evidence,
      edits: [],
      retains: [],
    };
  }
  const { size, handle, doubts, from, evidence } = decision;
  const pointer = (use as OldCall).pointer;
  const added = `, ${size}, ${handle}`;
  const at = byteOffset(source, pointer.getEnd());
  const origin = { file: fileOf(from.getSourceFile(), root), line: from.getStartLineNumber() };
  const inside = pointer.getEnd() - node.getStart();
  return {
    ...place,
    after: before.slice(0, inside) + added + before.slice(inside),
    status: doubts.length > 0 ? 'review' : 'safe',
    reason: null,
    message: doubts.length > 0 ? sentence(doubts.join('; ')) : null,
    size: { text: size, from: origin },
    handle: { text: handle, from: origin },
    evidence,
    // Edits are bytes as Latin-1, whatever the encoding of the file.
    edits: [{ start: at, end: at, text: Buffer.from(added).toString('latin1') }],
    retains: [],
  };
}

function passedOn(node: Node, calls: PairedCalls, root: string): Decision {
  return {
    reason: 'function-pointer',
    detail: `${calls.free} goes on as a value here, and what calls it is not known`,
    evidence: [evidenceAt(node, 'taken as a value', root)],
  };
}

/** The arguments of one call, or why there are none. */
function decide({ node, pointer }: OldCall, calls: PairedCalls, root: string): Decision {
  const found = allocationsOf(pointer, calls);
  const evidence = (found?.calls ?? []).map((call) =>
    evidenceAt(call, `allocated in ${functionOf(call) ?? 'the file'}`, root),
  );
  const refuse = (reason: RefusalReason, detail: string): Decision => ({ reason, detail, evidence });
  if (found === null)
    return refuse('no-allocation-found', `not every value of ${pointer.getText()} is seen to come from ${calls.alloc}`);
  const sizes = found.calls.map((call) => call.getArguments()[calls.sizeArgument]);
  const [size] = sizes;
  if (size === undefined) return refuse('size-not-expressible', `${calls.alloc} is called without a size`);
  if (sizes.some((one) => one?.getText() !== size.getText())) {
    return refuse(
      'ambiguous-allocation',
      `its allocations have different sizes: ${sizes.map((one) => one?.getText() ?? '?').join(', ')}`,
    );
  }
  for (const one of sizes) {
    const unlike = unlikeThere(one!, node);
    if (unlike === 'size-changed') return refuse(unlike, `${size.getText()} may have another value by now`);
    if (unlike !== null)
      return refuse(unlike, `${size.getText()} of line ${one!.getStartLineNumber()} has no name here`);
  }
  if (found.handle === null)
    return refuse('handle-not-retained', `the handle of line ${size.getStartLineNumber()} is not kept`);
  const guarded = isGuarded(node, pointer.getText());
  const freed = evidenceAt(node, `freed in ${functionOf(node) ?? 'the file'}`, root);
  return {
    size: size.getText(),
    // The handle of a buffer is undefined where there is none: a pointer that is not NULL has one.
    handle: `${found.handle}${guarded ? '!' : ' ?? 0'}`,
    doubts: guarded
      ? []
      : [
          `NULL can reach this call, where the old form did nothing and the new one acts on the handle: test ${pointer.getText()} before it`,
        ],
    from: found.calls[0]!,
    evidence: [...evidence, freed],
  };
}

function evidenceAt(node: Node, what: string, root: string): Evidence {
  return { file: fileOf(node.getSourceFile(), root), line: node.getStartLineNumber(), what };
}

function fileOf(source: SourceFile, root: string): string {
  return path.relative(root, source.getFilePath()).replaceAll(path.sep, '/');
}

/** The name of the function around a node. */
function functionOf(node: Node): string | null {
  for (const one of node.getAncestors()) {
    const named = one as { getName?: () => string | undefined };
    if (/^(?:Function|Method|GetAccessor|SetAccessor)Declaration$/.test(one.getKindName()))
      return named.getName?.() ?? null;
    if (one.getKindName() === 'Constructor') return 'constructor';
    if (/^(?:ArrowFunction|FunctionExpression)$/.test(one.getKindName())) {
      const holder = one.getParent() as { getName?: () => string | undefined } | undefined;
      return holder?.getName?.() ?? null;
    }
  }
  return null;
}

/** The offset in bytes of an offset in characters. ts-morph leaves out a byte order mark. */
function byteOffset(source: SourceFile, position: number): number {
  const bytes = readFileSync(source.getFilePath());
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return mark + Buffer.byteLength(source.getFullText().slice(0, position));
}
