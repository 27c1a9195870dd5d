import {
  lineIndex,
  type Expression,
  type FileProblem,
  type FunctionDefinition,
  type MacroDefinition,
  type Source,
  type Unit,
} from '@freehandle/c-source';
import { buildFlow, typeTable } from '@freehandle/provenance';
import { checkEarlyEnd } from '../checks/early-end.ts';
import { checkLeaks, type HeldBack } from '../checks/leaks.ts';
import { undoneByCallers } from '../checks/undone.ts';
import { callsThatGoWell } from '../checks/ignored-result.ts';
import { placesKeptLater } from '../checks/size-set-late.ts';
import { sleepHere, sleepOf } from '../checks/atomic.ts';
import { armsOf, guardedParts, guardsOf } from '../checks/guarded-by.ts';
import { lazilyMade } from '../checks/lazily-made.ts';
import { readAsWritten } from '../explore/as-written.ts';
import { explore } from '../explore/explore.ts';
import { entryState } from '../explore/state.ts';
import type { Fix } from '../fix/fix.ts';
import { fixLedger } from '../fix/ledger.ts';
import { functionAt, sourceText, type BitMark, type FileFrame, type Frame, type Suspicion } from '../explore/frame.ts';
import type { Families } from '../families/index.ts';
import type { ProvisionalFinding } from '../finding.ts';
import { buildSummary } from '../summaries/build-summary.ts';
import type { Sleep, Summary } from '../summaries/summary.ts';
import { interruptHandler } from '../kernel/contexts.ts';
import { gatherer } from '../link/gather.ts';
import { link } from '../link/link.ts';
import { constants } from '../terms/constants.ts';
import { termTable } from '../terms/term.ts';
import { backPointers } from './back-pointers.ts';
import { callGraph } from './call-graph.ts';
import { everyExpressionIn } from './statements.ts';
import { findingOf } from './finding-of.ts';
import { givingUp } from './giving-up.ts';
import { oneOfMany } from './one-of-many.ts';
import { withoutSuppressed } from './suppressed.ts';
import { rolesOf } from './roles.ts';
import { testedNames } from './tested.ts';
import { wantedFunctions } from './wanted.ts';

/** What the audit of one file gives. */
export interface UnitAudit {
  readonly findings: readonly ProvisionalFinding[];
  /** Functions with too many paths for all of them to be followed. */
  readonly unfinished: readonly { readonly function: string; readonly line: number }[];
  /** Comments that leave out nothing. */
  readonly problems: readonly FileProblem[];
}

/** Audits the functions of a file; `headers` are what it includes, as far as they are known. */
export function auditUnit(
  source: Source,
  unit: Unit,
  headers: readonly Unit[],
  families: Families,
  constantInHeaders: (name: string) => readonly string[],
): UnitAudit {
  const lines = lineIndex(source.text);
  const graph = callGraph(unit);
  const macros = new Map<string, MacroDefinition[]>();
  for (const macro of [unit, ...headers].flatMap((one) => one.macros))
    macros.set(macro.name, [...(macros.get(macro.name) ?? []), macro]);
  const terms = termTable();
  const types = typeTable([unit, ...headers]);
  const globalTypes = new Map(unit.globals.map((one) => [one.name, one.type]));
  const summaries = new Map<string, Summary>();
  const file: FileFrame = {
    file: unit.path,
    source,
    lineOf: (offset) => lines.lineOf(offset),
    terms,
    types,
    families,
    constantOf: constants(terms, macros, constantInHeaders),
    macros,
    globals: new Set(unit.globals.map((one) => one.name)),
    globalTypes,
    functions: new Map(unit.functions.map((one) => [one.name, one])),
    storesOf: (name) => graph.storesOf(name),
    backPointers: backPointers(unit.functions),
    tested: testedNames(unit.functions, types, globalTypes, (name) => families.frees.has(name)),
    summaryOf: (name) => summaries.get(name) ?? null,
    givesUp: givingUp(graph),
  };
  const roles = rolesOf(unit, everyExpressionOf(unit.functions));
  const callers = new Set([...graph.calls.values()].flatMap((names) => [...names]));
  const wanted = wantedFunctions(unit.functions, graph.called, families);
  const findings = new Map<string, ProvisionalFinding>();
  const unfinished: { function: string; line: number }[] = [];
  const places = gatherer();
  const undone = undoneByCallers();
  const followed = new Set<string>();
  const heldBackOf = new Map<string, readonly HeldBack[]>();
  const last: { readonly name: string; readonly suspicion: Suspicion }[] = [];
  for (const definition of graph.bottomUp) {
    if (!wanted.has(definition.name) || definition.broken.length > 0) continue;
    const suspicions: Suspicion[] = [];
    const bits = new Map<string, BitMark>();
    const frame: Frame = {
      ...file,
      definition,
      flow: buildFlow(definition, macros),
      suspect: (one) => void suspicions.push(one),
      onFree: (event) => places.freed(frame, event),
      onKeep: (state) => places.kept(frame, state),
      onReserved(mark, offset, state) {
        bits.set(`${mark.buffer?.id} ${mark.sets}`, mark);
        places.reserved(frame, mark, offset, state);
      },
      fixes: fixLedger(),
      agreements: new Set(),
      records: new Map(),
      typesIn: new Map(),
    };
    const entry = entryState();
    const context = roles.atomic.get(definition.name);
    if (context)
      entry.held = [
        {
          what: context,
          isContext: true,
          interruptsOff: context === interruptHandler,
          offset: definition.nameSpan.start,
          trail: null,
        },
      ];
    const explored = explore(frame, entry);
    if (!explored.complete) unfinished.push({ function: definition.name, line: lines.lineOf(definition.start) });
    const heldBack = checkLeaks(frame, explored, {
      hasCallers: callers.has(definition.name),
      failsAlone: roles.failsAlone.has(definition.name),
      isBeginning: roles.begins.has(definition.name),
      isMadeAtStart: ({ offset }) =>
        [...roles.begins].some(
          (name) => name !== definition.name && [...graph.reached(name)].some((one) => isInside(file, one, offset)),
        ),
    });
    heldBackOf.set(definition.name, heldBack);
    if (roles.ends.has(definition.name)) checkEarlyEnd(frame, explored.exits);
    undone.called(frame, explored.exits);
    if (explored.complete) followed.add(definition.name);
    summaries.set(
      definition.name,
      buildSummary(frame, explored, {
        sleeps: sleepsOf(frame, summaries, graph.called),
        bits: [...bits.values()],
      }),
    );
    places.ended(frame, explored);
    if (!explored.complete)
      readAsWritten(frame, { onKeep: (state) => places.written(frame, state), onFree: frame.onFree });
    const later = new Set([...placesKeptLater(explored.exits), ...callsThatGoWell(explored.exits, definition)]);
    for (const suspicion of oneOfMany(suspicions)) {
      const { fix, unless, onlyWith } = suspicion;
      if (unless !== undefined && frame.agreements.has(unless)) continue;
      if (onlyWith !== undefined && !later.has(onlyWith)) continue;
      const agreed = typeof fix === 'string' && explored.complete ? frame.fixes.agreed(suspicion.offset, fix) : null;
      tell(definition.name, suspicion, agreed);
    }
  }
  for (const [name, heldBack] of heldBackOf)
    if (summaries.get(name)?.outcomes && callersOf(graph.calls, name).every((caller) => followed.has(caller)))
      for (const { site, suspicion } of heldBack) if (!undone.isUndone(site)) tell(name, suspicion, null);
  const surroundings = { calls: graph.calls, counterparts: roles.counterparts, known: knownRecords(headers) };
  for (const linked of link(file, unit, places.facts(), surroundings))
    tell(linked.function, linked, typeof linked.fix === 'object' ? linked.fix : null, linked.elsewhere ?? null);
  const isTold = ({ name, suspicion }: (typeof last)[number]): boolean =>
    [...findings.values()].some((one) => one.rule === suspicion.rule && one.function === name);
  for (const { name, suspicion } of last.filter((one) => !isTold(one)))
    tell(name, { ...suspicion, isLast: false }, null);
  const told = withoutSuppressed(source.text, unit.path, [...findings.values()]);
  return {
    findings: told.findings.toSorted((a, b) => a.line - b.line || a.column - b.column),
    unfinished,
    problems: told.problems,
  };

  function tell(name: string, suspicion: Suspicion, fix: Fix | null, elsewhere: string | null = null): void {
    if (suspicion.isLast) {
      last.push({ name, suspicion });
      return;
    }
    const key = `${suspicion.rule}:${suspicion.key ?? suspicion.offset}`;
    if (findings.has(key)) return;
    findings.set(key, {
      ...findingOf(file, lines, functionAt(file, suspicion.offset) ?? name, suspicion, fix),
      elsewhere,
    });
  }
}

/** The structures that the headers of the kernel's include/ declare. */
function knownRecords(headers: readonly Unit[]): ReadonlySet<string> {
  const own = headers.filter(({ path }) => /(?:^|[/\\])include[/\\]/.test(path));
  return new Set(own.flatMap(({ records }) => records.map(({ name }) => name)));
}

function isInside({ functions }: FileFrame, name: string, offset: number): boolean {
  const { start, end } = functions.get(name)!;
  return start <= offset && offset < end;
}

function callersOf(calls: ReadonlyMap<string, ReadonlySet<string>>, name: string): string[] {
  return [...calls].flatMap(([caller, names]) => (names.has(name) ? [caller] : []));
}

function everyExpressionOf(functions: readonly FunctionDefinition[]): Expression[] {
  return functions.flatMap(({ body }) => everyExpressionIn(body));
}

/** Whether what a function is given, or a condition in it, decides whether it sleeps. */
function hangsOn({ flags, when, isConditional }: Sleep): boolean {
  return flags !== undefined || when !== undefined || isConditional === true;
}

/** The calls in a function that may sleep whatever it is given; none when it lets a lock go itself. */
function sleepsOf(
  frame: Frame,
  summaries: ReadonlyMap<string, Summary>,
  called: ReadonlyMap<string, ReadonlySet<string>>,
): Sleep[] {
  if (
    [...(called.get(frame.definition.name) ?? [])].some((name) =>
      /unlock|irq_(?:enable|restore)|in_atomic|in_interrupt|irqs_disabled/.test(name),
    )
  )
    return [];
  const found = new Map<string, Sleep>();
  const parts = guardedParts(frame.definition);
  const arms = armsOf(frame.definition);
  const lazily = lazilyMade(frame.definition, (span) => sourceText(frame, span), frame.families);
  for (const step of frame.flow.steps) {
    if (lazily.some(({ start, end }) => start <= step.span.start && step.span.end <= end)) continue;
    // What the preprocessor may leave out is not certain to be called.
    if (step.kind !== 'call' || step.call.callee.kind !== 'name' || step.config.length > 0) continue;
    const { name } = step.call.callee;
    const inner = summaries.get(name)?.sleeps ?? [];
    const { call } = step;
    const own = frame.functions.has(name)
      ? inner.flatMap((one) => sleepHere(frame, call, { ...one, through: [name, ...one.through] }) ?? [])
      : [sleepOf(frame, call, name)];
    for (const one of own) {
      const when = guardsOf(parts, call);
      const isInArm = arms.some(({ start, end }) => start <= call.start && call.end <= end);
      const isSure = !one?.isConditional && (!isInArm || when.size > 0);
      const sleep = one && { ...one, ...(when.size > 0 ? { when } : {}), ...(isSure ? {} : { isConditional: true }) };
      // What sleeps whatever it is given says more.
      const before = sleep && found.get(sleep.call);
      if (sleep && (!before || (hangsOn(before) && !hangsOn(sleep)))) found.set(sleep.call, sleep);
    }
  }
  return [...found.values()];
}
