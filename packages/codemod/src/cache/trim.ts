import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';

const DAY = 24 * 60 * 60 * 1000;

/** Days without use after which an entry is removed. */
const KEPT_DAYS = 30;

/** Bytes that the cache may take, 1 GiB: some thirty whole trees of the kernel's size. What was not used for longest goes first. */
const MAX_BYTES = 1024 * 1024 * 1024;

const MARK = 'trimmed';

/** Notes that an entry was used: at most once a day, its time of change says when. */
export function touchEntry(path: string): void {
  quietly(() => {
    const now = Date.now();
    if (statSync(path).mtimeMs < now - DAY) utimesSync(path, now / 1000, now / 1000);
  });
}

/** Removes what was not used for long, and what is beyond the limit; at most once a day. */
export function trimCache(folder: string, now = Date.now(), maxBytes = MAX_BYTES): void {
  quietly(() => {
    const mark = join(folder, MARK);
    if ((statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0) > now - DAY) return;
    writeFileSync(mark, '');
    const entries = entriesOf(folder).sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs);
    let bytes = 0;
    for (const { path, stat } of entries) {
      bytes += stat.size;
      if (stat.mtimeMs < now - KEPT_DAYS * DAY || bytes > maxBytes) quietly(() => rmSync(path, { force: true }));
    }
  });
}

/** The files that are kept in this folder: facts, decisions, and what the verifier compiled; nothing else that may be in it. */
function entriesOf(folder: string): { path: string; stat: Stats }[] {
  return ['files', 'facts', 'decisions', 'compiled']
    .filter((kind) => existsSync(join(folder, kind)))
    .flatMap((kind) =>
      readdirSync(join(folder, kind), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /^[0-9a-f]{40}(?:\.|$)/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => ({ path, stat: statSync(path) })),
    );
}

function quietly(step: () => void): void {
  try {
    step();
  } catch {
    // The cache may be changed or withdrawn at any time; nothing depends on it.
  }
}
