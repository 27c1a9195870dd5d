import type { FileFacts } from './facts.ts';
import { storesOfTexts } from './stores-of-file.ts';

/** What stands between a member and its stores; no name has one. */
const FIELD = '\t';

/** Facts as lines of text, none of which has a line end: what is needed of every file first, then what only some are asked for. */
export function factLines({ frees, macros, stores, ...rest }: FileFacts): string[] {
  return [
    JSON.stringify({ ...rest, overlaid: [...stores.overlaid] }),
    JSON.stringify(frees),
    JSON.stringify(macros),
    ...[...stores.members].map((member) => `${member}${FIELD}${stores.textOf(member)}`),
  ];
}

/** The facts that {@link factLines} made lines of; frees, macros and stores are read when they are first asked for. */
export function factsOfLines([first, frees, macros, ...lines]: readonly string[]): FileFacts {
  const { overlaid, ...rest } = JSON.parse(first!) as Omit<FileFacts, 'frees' | 'macros' | 'stores'> & {
    readonly overlaid: readonly string[];
  };
  const texts = new Map<string, string>();
  for (const line of lines) {
    const end = line.indexOf(FIELD);
    texts.set(line.slice(0, end), line.slice(end + 1));
  }
  let freesRead: FileFacts['frees'] | null = null;
  let macrosRead: FileFacts['macros'] | null = null;
  return {
    ...rest,
    stores: storesOfTexts(texts, overlaid),
    get frees() {
      return (freesRead ??= JSON.parse(frees!) as FileFacts['frees']);
    },
    get macros() {
      return (macrosRead ??= JSON.parse(macros!) as FileFacts['macros']);
    },
  };
}
