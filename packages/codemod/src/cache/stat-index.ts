import { readSealed, writeSealed } from './sealed-file.ts';

/** What is known of a file as it was when its stamp was taken. */
export interface Known {
  /** Content hash; empty when it was not needed, the code of the problem where there is one. */
  readonly hash: string;
  /** Whether it mentions the API; null when it was only included. */
  readonly mentions: boolean | null;
}

/** What earlier runs learnt of files, by stamp: a file that has not changed since need not be read. */
export interface StatIndex {
  /** Null when nothing is known of the file, or its stamp is another one. */
  get(file: string, stamp: string): Known | null;
  set(file: string, stamp: string, known: Known): void;
  /** Writes it when something changed. @returns whether it could be. */
  save(): boolean;
}

/** Runs after which a file that none of them looked at is forgotten. */
const REMEMBERED_RUNS = 50;

const FIELD = '\t';

/** The index kept at `path`, of this run alone where that is null; empty when there is none that can be trusted. */
export function openStatIndex(path: string | null, seal: string): StatIndex {
  const [counter = '0', ...lines] = (path === null ? null : readSealed(path, seal)) ?? [];
  const run = (Number(counter) || 0) + 1;
  const entries = new Map<string, string>();
  for (const line of lines) {
    const end = line.indexOf(FIELD);
    entries.set(line.slice(0, end), line.slice(end + 1));
  }
  const used = new Set<string>();
  let changed = false;
  return {
    get(file, stamp) {
      const entry = entries.get(file);
      if (stamp === '' || !entry?.startsWith(stamp + FIELD)) return null;
      const [hash = '', mentions] = entry.slice(stamp.length + 1).split(FIELD);
      used.add(file);
      return { hash, mentions: mentions === '1' ? true : mentions === '0' ? false : null };
    },
    set(file, stamp, { hash, mentions }) {
      if (/[\t\n]/.test(file)) return;
      changed ||= entries.has(file) || stamp !== '';
      used.add(file);
      if (stamp === '') entries.delete(file);
      else entries.set(file, [stamp, hash, mentions === null ? '' : mentions ? '1' : '0', run].join(FIELD));
    },
    save() {
      if (!changed || path === null) return true;
      const kept: string[] = [];
      for (const [file, entry] of entries) {
        const end = entry.lastIndexOf(FIELD);
        if (used.has(file)) kept.push(`${file}${FIELD}${entry.slice(0, end)}${FIELD}${run}`);
        else if (Number(entry.slice(end + 1)) > run - REMEMBERED_RUNS) kept.push(`${file}${FIELD}${entry}`);
      }
      return writeSealed(path, seal, [String(run), ...kept]);
    },
  };
}
