import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { allNames, lex, lineIndex, NAME, nameOf, outlineOf, type Lexemes, type Outline } from '@freehandle/c-source';
import type { PathEnd } from '@freehandle/provenance';

/** A store to a member or a variable in a file that does not name the API and is therefore not analysed. */
export interface SilentStore {
  readonly file: string;
  readonly line: number;
  readonly member: string;
  /** The record as far as the tokens tell; null when they do not. */
  readonly record: string | null;
  /** Whether the file has this word. */
  readonly names: (word: string) => boolean;
}

const STORE = String.raw`\s*(?:\[[^\]]*\]\s*)?(?:=(?!=)|[-+*/|&^%]=|<<=|>>=|\+\+|--)`;
const ASSIGNS = /^(?:(?:[-+*/%&|^]|<<|>>)?=|\+\+|--)$/;

/** A search of the files that are not analysed. */
export interface SilentSearch {
  /** The stores in the files beside `file` to what is read. */
  storesTo(file: string, reads: readonly PathEnd[]): SilentStore[];
  /** The files that are searched for one in this folder. */
  filesIn(folder: string): readonly string[];
}

/**
 * Looks in the files beside a file, of `others`, for stores to what is read, by their tokens alone: a few hundredths of what
 * parsing them would cost. The search is one pass over the bytes of a folder for all that is read there.
 */
export function silentSearch(root: string, others: readonly string[]): SilentSearch {
  const folders = new Map<string, string[]>();
  for (const file of others) {
    const folder = dirname(file);
    const own = folders.get(folder);
    if (own) own.push(file);
    else folders.set(folder, [file]);
  }
  const filesIn = (folder: string): readonly string[] => folders.get(folder) ?? [];
  // Files are decided in the order of their paths: one folder's texts are enough.
  let open: { readonly folder: string; readonly texts: ReadonlyMap<string, Text> } | null = null;
  const known = new Map<string, Map<string, SilentStore[]>>();
  return { storesTo, filesIn };

  function storesTo(file: string, reads: readonly PathEnd[]): SilentStore[] {
    const folder = dirname(file);
    const own = known.get(folder) ?? new Map<string, SilentStore[]>();
    known.set(folder, own);
    const asked = new Set(reads.map((read) => read.member).filter((name) => /^\w+$/.test(name)));
    const names = new Set([...asked].filter((name) => !own.has(name)));
    if (names.size > 0) {
      if (open?.folder !== folder)
        open = { folder, texts: new Map(filesIn(folder).map((one) => [one, textOf(resolve(root, one))])) };
      const pattern = new RegExp(String.raw`\b(?:${[...names].join('|')})${STORE}`);
      for (const name of names) own.set(name, []);
      for (const [other, text] of open.texts) {
        if (!pattern.test(text.code)) continue;
        for (const store of storesIn(other, text, names)) own.get(store.member)!.push(store);
      }
    }
    return [...asked].flatMap((name) => own.get(name)!);
  }
}

/** Whether the store may be to what is read. */
export function mayBe(store: SilentStore, read: PathEnd): boolean {
  if (store.member !== read.member) return false;
  if (read.record === '') return store.record === '';
  // A file that stores to an object of a type mostly names the type.
  return store.record === null
    ? store.names(read.record.replace(/^(?:struct|union) /, ''))
    : store.record === read.record;
}

interface Text {
  readonly code: string;
  lexemes: Lexemes | null;
  outline: Outline | null;
}

function textOf(path: string): Text {
  try {
    return { code: readFileSync(path, 'latin1'), lexemes: null, outline: null };
  } catch {
    // What cannot be read is told of where it was searched.
    return { code: '', lexemes: null, outline: null };
  }
}

function storesIn(file: string, text: Text, members: ReadonlySet<string>): SilentStore[] {
  const lexemes = (text.lexemes ??= lex(text.code));
  const { count, kinds, ids, starts } = lexemes;
  const word = (i: number): string => (i >= 0 && i < count ? lexemes.text.slice(starts[i], lexemes.ends[i]) : '');
  const found: SilentStore[] = [];
  const own = new Set(allNames(lexemes));
  const names = (one: string): boolean => own.has(one);
  for (let i = 0; i < count; i++) {
    if (kinds[i] !== NAME || !members.has(nameOf(lexemes, ids[i]!))) continue;
    let after = i + 1;
    if (word(after) === '[') {
      for (let depth = 0; after < count; after++) {
        if (word(after) === '[') depth++;
        else if (word(after) === ']' && --depth === 0) break;
      }
      after++;
    }
    if (!ASSIGNS.test(word(after))) continue;
    const member = word(i);
    const line = lineIndex(lexemes.text).lineOf(starts[i]!);
    const isMember = word(i - 1) === '->' || word(i - 1) === '.';
    const isSimple = kinds[i - 2] === NAME && !/^(?:->|\.)$/.test(word(i - 3));
    // `.len = 3` in an initialiser begins an object; a declaration is another variable.
    if (isMember && !/^(?:[\w\])]+)$/.test(word(i - 2))) continue;
    if (!isMember && /^[\w*]/.test(word(i - 1)) && !/^(?:else|do)$/.test(word(i - 1))) continue;
    const record = isMember ? (isSimple ? recordOf(text, lexemes, i - 2) : null) : '';
    if (record !== '' || !isMember) found.push({ file, line, member, record, names });
  }
  return found;
}

/** The record that the variable at token `at` is declared as, or points to, in the function around it; null when that is not seen. */
function recordOf(text: Text, lexemes: Lexemes, at: number): string | null {
  const outline = (text.outline ??= outlineOf(lexemes));
  const around = outline.functions.find((one) => one.head <= at && at <= one.close);
  if (!around) return null;
  const { starts, ends } = lexemes;
  const code = lexemes.text.slice(starts[around.head], starts[at]);
  const name = lexemes.text.slice(starts[at], ends[at]);
  const declared = [
    ...code.matchAll(new RegExp(String.raw`\b(struct|union)\s+(\w+)\s*(?:\*\s*)*(?:const\s+)?${name}\b(?!\s*\()`, 'g')),
  ];
  const records = new Set(declared.map((match) => `${match[1]} ${match[2]}`));
  return records.size === 1 ? [...records][0]! : null;
}
