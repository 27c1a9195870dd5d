import type { RecordDefinition } from '@freehandle/c-source';
import { mentions } from './record-layout.ts';
import { cannot } from './retention.ts';
import { reachOf, type OpenFile, type Workspace } from './workspace.ts';

/** More files than this are not looked at. */
const MAX_FILES = 300;

/** The files that may touch a record: those that its definition reaches and that name it. */
export function usersOf(
  workspace: Workspace,
  at: OpenFile,
  name: string,
  record: RecordDefinition,
): { readonly files: readonly OpenFile[] } | { readonly why: string } {
  if (!/\.h$/.test(at.file)) return { files: [at] };
  const tag = record.name.includes('@') ? name : record.name.replace(/^\w+ /, '');
  const header = at.file.slice(at.file.lastIndexOf('/') + 1);
  const files: OpenFile[] = [at];
  for (const file of workspace.filesBelow(reachOf(at.file))) {
    if (file === at.file) continue;
    const text = workspace.textOf(file);
    const isUser = text.includes(header) || mentions(text, tag);
    if (!isUser) continue;
    if (!workspace.isGiven(file)) return cannot(`${file} uses ${record.name} too and is not among the files given`);
    if (files.length >= MAX_FILES) return cannot(`${record.name} is used in more than ${MAX_FILES} files`);
    const opened = workspace.open(file);
    if (!opened) return cannot(`${file} uses ${record.name} and cannot be read`);
    files.push(opened);
  }
  return { files };
}
