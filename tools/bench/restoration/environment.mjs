/**
 * What a site's file says about the names of an expression: its macros, records, declarations, and those of the headers it
 * includes by quotes. Read from the tree as the human wrote it; nothing here knows the tool under test.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { functionsOf } from './calls.mjs';
import { commaParts, declaratorsOf, recordsOf, statementsOf } from './declarations.mjs';
import { IncludePaths } from './include-paths.mjs';
import { LocalDefinitions } from './local-definitions.mjs';
import { macrosOf } from './macros.mjs';
import { tokensOf } from './tokens.mjs';

const once = (make) => {
  let made;
  return () => (made ??= make());
};

/** One file's own macros and records, each read when first asked for. */
function readUnit(text) {
  const tokens = once(() => tokensOf(text));
  return { text, tokens, macros: once(() => macrosOf(tokens())), records: once(() => recordsOf(tokens())) };
}

export class Environments {
  #tree;
  #includes;
  #units = new Map();
  #folder = null;

  constructor(tree) {
    this.#tree = tree;
    this.#includes = new IncludePaths(tree);
  }

  /** Headers are shared by the files of a folder and seldom beyond: what other folders had read is let go. */
  #enter(folder) {
    if (folder === this.#folder) return;
    this.#folder = folder;
    this.#units.clear();
  }

  #unit(file) {
    let unit = this.#units.get(file);
    if (unit === undefined) {
      const full = path.join(this.#tree, file);
      unit = readUnit(existsSync(full) ? readFileSync(full, 'latin1') : '');
      this.#units.set(file, unit);
    }
    return unit;
  }

  /** The environment of `file`, its headers in the order in which they are included. */
  of(file) {
    this.#enter(path.dirname(file));
    const own = this.#unit(file);
    const units = once(() => {
      const found = new Map([[file, own]]);
      const queue = [file];
      while (queue.length > 0) {
        const next = queue.shift();
        for (const header of this.#includes.quotedBy(next, this.#unit(next).text, file)) {
          if (found.has(header)) continue;
          found.set(header, this.#unit(header));
          queue.push(header);
        }
      }
      return [...found.values()];
    });
    return new Environment(own, units);
  }
}

export class Environment {
  #own;
  #units;
  #functions;
  #macros = new Map();
  #members = new Map();
  #globals;

  constructor(own, units) {
    this.#own = own;
    this.#units = units;
    this.#functions = once(() => functionsOf(own.tokens()));
    this.#globals = once(() => globalsOf(own.tokens(), this.#functions()));
  }

  /** For tests: the environment of a text alone. */
  static ofText(text) {
    const unit = readUnit(text);
    return new Environment(unit, () => [unit]);
  }

  /** For tests: where a word first stands. */
  offsetOf(word) {
    return this.#own.tokens().find(({ text }) => text === word).start;
  }

  /** The function around an offset, as `LocalDefinitions`; null at file level and in macros. */
  localsAt(offset) {
    const tokens = this.#own.tokens();
    const around = this.#functions().find(
      ({ open, close }) => tokens[open].start < offset && offset < tokens[close].end,
    );
    if (around === undefined) return null;
    const header = tokens.slice(around.header, around.open);
    const list = header.slice(header.findIndex(({ text }) => text === '(') + 1, -1);
    const parameters = commaParts(list).flatMap((part) => declaratorsOf(part).slice(0, 1));
    return new LocalDefinitions(tokens.slice(around.open, around.close + 1), parameters, offset);
  }

  /** `{ parameters, body }` of a macro or enumerator; null when unknown or defined in two ways. */
  macro(name) {
    if (!this.#macros.has(name)) {
      const all = this.#units()
        .map((unit) => unit.macros().get(name))
        .filter((found) => found !== undefined);
      const agreed = all.length > 0 && all.every((found) => found !== null && found.body === all[0].body);
      this.#macros.set(name, agreed ? all[0] : null);
    }
    return this.#macros.get(name);
  }

  /** What a typedef stands for, `{ base, pointers }`. */
  alias(name) {
    for (const unit of this.#units()) {
      const found = unit.records().aliases.get(name);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Declarator of `member` in the record `base`; with `base` null, the one all records in view agree on. */
  member(base, member) {
    const key = `${base}.${member}`;
    if (!this.#members.has(key)) this.#members.set(key, this.#findMember(base, member));
    return this.#members.get(key);
  }

  #findMember(base, member) {
    if (base !== null) {
      for (const unit of this.#units()) {
        const record = unit.records().records.get(base);
        if (record !== undefined) return record.get(member) ?? null;
      }
      return null;
    }
    const all = this.#units()
      .flatMap((unit) => [...unit.records().records.values()])
      .map((record) => record.get(member))
      .filter((found) => found !== undefined);
    const same = (a, b) =>
      a.base === b.base && a.pointers === b.pointers && a.dimensions.length === b.dimensions.length;
    return all.length > 0 && all.every((found) => same(found, all[0])) ? all[0] : null;
  }

  global(name) {
    return this.#globals().get(name) ?? null;
  }
}

function globalsOf(tokens, functions) {
  const globals = new Map();
  let from = 0;
  const read = (to) => {
    for (const statement of statementsOf(tokens.slice(from, to)))
      for (const declarator of declaratorsOf(statement)) globals.set(declarator.name, declarator);
  };
  for (const { header, close } of functions) {
    read(header);
    from = close + 1;
  }
  read(tokens.length);
  return globals;
}
