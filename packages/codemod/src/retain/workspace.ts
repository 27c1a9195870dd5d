import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  includesOf,
  lex,
  namesIn,
  parseUnit,
  readCandidate,
  type Engine,
  type RecordDefinition,
  type Source,
  type Unit,
} from '@freehandle/c-source';
import { typeTable, type TypeTable } from '@freehandle/provenance';
import type { Migration } from '../migrations/migration.ts';
import { headerReader } from '../plan/headers.ts';
import { scanFile, type HeadersOf } from '../plan/scan-file.ts';
import type { ScannedFile } from '../plan/scanned-file.ts';

/** A file of the tree, read and parsed as it is on disk. `file` is relative to the root. */
export interface OpenFile {
  readonly file: string;
  readonly source: Source;
  readonly unit: Unit;
}

/** The tree as far as code that is added must be seen in it. Files are opened when asked for; those asked for last are kept. */
export interface Workspace {
  readonly migration: Migration;
  /** The file, or null when it cannot be read or parsed. */
  open(file: string): OpenFile | null;
  /** The one definition of a record that a file sees; a sentence why there is none. */
  recordOf(file: OpenFile, record: string): { readonly at: OpenFile; readonly record: RecordDefinition } | string;
  /** The types that a file sees. */
  typesOf(file: OpenFile): TypeTable;
  /** Scans a file as it would be with other content. */
  scan(file: string, source: Source): ScannedFile | null;
  isGiven(file: string): boolean;
  /** C files below a folder, given or not, relative to the root. */
  filesBelow(folder: string): readonly string[];
  /** The text of a file; empty when it cannot be read. */
  textOf(file: string): string;
}

/** Files that are kept open: what is added for one call mostly concerns the same few. */
const KEPT_FILES = 48;

/** Opens a workspace on a tree of which `given` are to be migrated. */
export function workspaceOn(engine: Engine, root: string, given: readonly string[], migration: Migration): Workspace {
  const headers = headerReader(engine, root);
  const opened = new Map<string, OpenFile | null>();
  const known = new Set(given);

  const sourceOf = (file: string): Source | null => {
    const read = readCandidate(resolve(root, file), file, ['']);
    return read.kind === 'candidate' ? read.source : null;
  };
  const open = (file: string): OpenFile | null => {
    const before = opened.get(file);
    if (before !== undefined) {
      opened.delete(file);
      opened.set(file, before);
      return before;
    }
    const source = sourceOf(file);
    const lexemes = source && lex(source.text);
    const macros = lexemes ? headers(resolve(root, file), includesOf(lexemes), []).macros : undefined;
    const parsed = lexemes && parseUnit(engine, source, file, { lexemes, ...(macros && { macros }) });
    const result = source && parsed && 'unit' in parsed ? { file, source, unit: parsed.unit } : null;
    opened.set(file, result);
    for (const oldest of opened.keys()) {
      if (opened.size <= KEPT_FILES) break;
      opened.delete(oldest);
    }
    return result;
  };
  const pathOf = (path: string): string => relative(root, resolve(root, path)).replaceAll(sep, '/');

  return {
    migration,
    open,
    recordOf(from, record) {
      const files = [
        from,
        ...headers(resolve(root, from.file), from.unit.includes, []).units.map((unit) => open(pathOf(unit.path))),
      ];
      const found = files.flatMap((at) =>
        at ? recordsNamed(at.unit, record).map((one) => ({ at, record: one })) : [],
      );
      const [only] = found;
      if (!only) return `${record} is not defined in the files given`;
      return found.length > 1 ? `${record} is defined more than once` : only;
    },
    typesOf: ({ file, source, unit }) =>
      typeTable([unit, ...headers(resolve(root, file), unit.includes, namesIn(source.text)).units]),
    scan(file, source) {
      const headersOf: HeadersOf = (includes, names) => headers(resolve(root, file), includes, names);
      const result = scanFile(engine, source, file, migration, headersOf);
      return 'code' in result ? null : result;
    },
    isGiven: (file) => known.has(file),
    filesBelow: (folder) => below(join(root, folder)).map(pathOf),
    textOf: (file) => opened.get(file)?.source.text ?? sourceOf(file)?.text ?? '',
  };
}

/** The definitions that a name stands for, a typedef of an untagged one too. */
function recordsNamed(unit: Unit, name: string): RecordDefinition[] {
  const names = new Set([name, ...unit.typedefs.filter((one) => one.name === name).map((one) => one.type.base)]);
  return unit.records.filter((record) => names.has(record.name));
}

function below(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === '.git' || entry.name === 'node_modules' ? [] : below(path);
      return entry.isFile() && /\.[ch]$/.test(entry.name) ? [path] : [];
    });
  } catch {
    return [];
  }
}

/** The folder whose files may include a header: the tree around an `include` folder, else the header's own. */
export function reachOf(header: string): string {
  const folder = dirname(header);
  const at = folder.split('/').indexOf('include');
  return at < 0 ? folder : folder.split('/').slice(0, at).join('/');
}
