import { freedParameter } from './freed-parameter.ts';
import { lineIndex, type Source, type Unit } from '@freehandle/c-source';
import { frameOf } from '../flow/frame.ts';
import { macroTable } from '../flow/macro-words.ts';
import { typeTable } from '../paths/types.ts';
import { accessorsOf } from './accessors.ts';
import { allocationFacts } from './allocation-facts.ts';
import { brokenFacts } from './broken-facts.ts';
import type { FileFacts } from './facts.ts';
import { fileLendings } from './file-lendings.ts';
import type { ApiShape, FileContext } from './file-context.ts';
import { freeFacts, parameterFacts, type FreeingCall } from './free-facts.ts';
import { macroFacts } from './macro-facts.ts';
import { offeredBy, summaryOfOffered } from './offered.ts';
import { storeFacts } from './store-facts.ts';
import { storesOfFile } from './stores-of-file.ts';
import { summarise } from './summarise.ts';
import type { Summary } from './summary.ts';
import { wholeStores } from './whole-stores.ts';

/** How many steps of control flow are looked at for one file; the kernel's largest drivers need a tenth. */
const MAX_LOOKS = 10_000_000;

/**
 * The facts of a file: what it allocates, frees and stores. `headers` are units whose types it may use; the file's own
 * definitions win. The result is plain data and depends on nothing but the arguments.
 * @throws FreehandleError FH1005 when a function is too large to be analysed.
 */
export function factsOf(source: Source, file: string, unit: Unit, headers: readonly Unit[], api: ApiShape): FileFacts {
  const summaries = new Map<string, Summary>();
  const types = typeTable([unit, ...headers]);
  const context: FileContext = {
    source,
    file,
    lines: lineIndex(source.text),
    unit,
    types,
    accessors: accessorsOf([unit, ...headers], types),
    api,
    macros: macroTable([unit, ...headers].flatMap((one) => one.macros)),
    globals: new Map(unit.globals.map((global) => [global.name, global.type])),
    functions: new Map(unit.functions.map((definition) => [definition.name, definition])),
    summaries,
    callers: new Map(),
    budget: { left: MAX_LOOKS },
  };
  const frames = unit.functions.map((definition) => frameOf(context, definition));
  const elsewhere = (api.elsewhere ?? []).filter((one) => !context.functions.has(one.name));
  for (const one of elsewhere) summaries.set(one.name, summaryOfOffered(one));
  summarise(frames, summaries);
  for (const frame of frames) {
    for (const step of frame.calls) {
      if (step.call.callee.kind !== 'name') continue;
      const { name } = step.call.callee;
      const call = { frame, step: step.id, call: step.call };
      const known = context.callers.get(name);
      if (known) known.push(call);
      else context.callers.set(name, [call]);
    }
  }
  const allocations = frames.flatMap(allocationFacts);
  const free: FreeingCall = {
    name: api.free.name,
    position: api.free.arguments.indexOf('vaddr'),
    count: api.free.arguments.length,
    file: '',
  };
  const frees = frames.flatMap((frame) => freeFacts(frame, [free], allocations));
  const wrappers = frees.flatMap((fact): FreeingCall[] => {
    const position = freedParameter(
      fact.sources,
      fact.parameters.map((parameter) => parameter.name),
    );
    return position < 0 ? [] : [{ name: fact.function, position, count: null, file }];
  });
  for (const one of elsewhere)
    if (one.frees >= 0) wrappers.push({ name: one.name, position: one.frees, count: null, file: one.file });
  const passing = wrappers.length > 0 ? frames.flatMap((frame) => freeFacts(frame, wrappers, allocations)) : [];
  const handouts = frames.flatMap((frame) => {
    const handout = summaries.get(frame.definition.name)?.allocates;
    const { name, nameSpan } = frame.definition;
    const line = context.lines.lineOf(nameSpan.start);
    return handout ? [{ function: name, line, parameters: parameterFacts(frame), handout }] : [];
  });
  const macros = macroFacts(source, context.lines);
  return {
    file,
    handouts,
    offered: offeredBy(file, unit.functions, handouts, frees, macros),
    allocations,
    frees,
    stores: storesOfFile([...frames.flatMap(storeFacts), ...fileLendings(unit, source.text, types, context.lines)]),
    wholeStores: frames.flatMap(wholeStores),
    passing,
    broken: brokenFacts(source, unit, context.lines),
    macros,
    records: /\.h$/.test(file)
      ? []
      : [...unit.records.map((record) => record.name), ...unit.typedefs.map((one) => one.name)],
    defines: unit.functions.filter((one) => !one.isStatic).map((one) => one.name),
    globals: unit.globals.map((global) => ({ name: global.name, isStatic: global.isStatic })),
  };
}

/** The facts of a file of which nothing needs to be known. */
export function noFacts(file: string): FileFacts {
  return {
    file,
    handouts: [],
    offered: [],
    allocations: [],
    frees: [],
    stores: storesOfFile([]),
    wholeStores: [],
    passing: [],
    broken: [],
    macros: [],
    records: [],
    defines: [],
    globals: [],
  };
}
