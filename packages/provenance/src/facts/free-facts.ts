import { subexpressions, type Expression, type Span } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { storesByAlias } from '../flow/alias.ts';
import { formsOf } from '../flow/canonical.ts';
import { look, variableAt } from '../flow/frame.ts';
import { listedIn, originsOf, type Origin } from '../flow/origins.ts';
import { placesIn, supportsOf, writableForms } from '../flow/reach.ts';
import { changedBetween } from '../flow/changed.ts';
import { effectsOn, isNull, reachableFrom, reachingDefinitions } from '../flow/reaching.ts';
import { valuesOf } from '../flow/steady.ts';
import type { Variable } from '../flow/step.ts';
import { withinOf } from '../flow/within.ts';
import { blockOf, denoted, recordPointedTo, textOf, typeAt } from '../paths/path-of.ts';
import { pathKey, pathText, variablePath, type Path } from '../paths/path.ts';
import { allocationId } from './allocation-facts.ts';
import { lineOf } from './line-of.ts';
import { eventsBefore } from './events.ts';
import { isHarmed } from './contained.ts';
import type { AllocationFact, FreeFact, Missing, ParameterFact, Rendered, SourceOfFree } from './facts.ts';
import { isMoved } from './moved.ts';
import { liveWays } from './live-ways.ts';
import { nullArrival } from './null-arrival.ts';
import { nullTest } from './null-test.ts';
import { nullnessOf } from './nullness.ts';
import { ownTypesOf } from './own-types.ts';
import { unchangedParameter } from './in-terms-of-parameters.ts';
import { renderAllHere, renderHere, type Here } from './render-here.ts';
import { renewedAtAll } from './renewals.ts';
import { computedAt } from './computed.ts';
import type { Template } from './template.ts';

/** A call whose argument at `position` is freed: the call of the API itself, or of a function that passes it on. */
export interface FreeingCall {
  readonly name: string;
  readonly position: number;
  /** How many arguments the call has; null when any number will do. */
  readonly count: number | null;
  /** The file that defines the function; empty for the API's own. */
  readonly file: string;
}

/** The calls in a function that free, by one of `calls`. */
export function freeFacts(
  frame: Frame,
  calls: readonly FreeingCall[],
  allocations: readonly AllocationFact[],
): FreeFact[] {
  return frame.calls.flatMap((step): FreeFact[] => {
    if (step.call.callee.kind !== 'name') return [];
    const { callee, arguments: args, argumentList } = step.call;
    const freeing = calls.find((one) => one.name === callee.name && (one.count === null || one.count === args.length));
    const vaddr = freeing && args[freeing.position];
    if (!vaddr) return [];
    const bare = blockOf(vaddr);
    const place = denoted(frame, bare);
    const forms = place?.kind === 'place' ? writableForms(frame, place.path, step.id, step.call.start) : [];
    const before = eventsBefore(frame, step.id, place?.kind === 'place' ? place.path : null);
    const nullness: FreeFact['nullness'] =
      place?.kind === 'place'
        ? nullnessOf(frame, place.path, step.id)
        : { kind: 'unknown', line: lineOf(frame, step.call.start) };
    const here: Here = {
      frame,
      step: step.id,
      offset: step.call.start,
      before,
      freed: place?.kind === 'place' ? place.path : null,
      nullness: nullness.kind,
      allocation: -1,
      live: null,
      asWritten: false,
    };
    const origins = originsOf(frame, vaddr, step.id);
    const start = callee.start;
    return [
      {
        callee: callee.name,
        calleeFile: freeing.file,
        file: frame.context.file,
        start,
        end: step.call.end,
        line: lineOf(frame, start),
        column: frame.context.lines.columnOf(start),
        function: frame.definition.name,
        parameters: parameterFacts(frame).map((parameter) => ({
          ...parameter,
          reassigned: isReassigned(frame, parameter.name, step.id, start),
        })),
        ownHandles: frame.flow.variables.some((v) => v.kind === 'local' && v.type.base === 'dma_addr_t'),
        vaddr: { text: textOf(frame, vaddr), start: vaddr.start, end: vaddr.end },
        effects: effectsOf(frame, vaddr),
        argumentList: { start: argumentList.start, end: argumentList.end },
        arguments: args.map((argument) => textOf(frame, argument)),
        sources: origins.flatMap((origin) => sourceOf(here, origin, nullness, allocations, forms)),
        pointee: pointeeOf(frame, bare),
        place: textOf(frame, bare),
        forms,
        tested: testedBeside(frame, forms, step.id),
        before,
        nullness,
        unmade: place?.kind === 'place' && nullness.kind === 'unknown' ? nullArrival(frame, place.path, step.id) : null,
        config: [...frame.definition.config, ...step.config],
        visible: frame.flow.variables
          .filter((v) => v.visible.start <= start && start < v.visible.end)
          .map((v) => ({ name: v.name, id: v.id, record: recordPointedTo(frame, v.type), steady: isSteady(frame, v) })),
        computed: computedAt(frame, step.id, start),
        renewed: place?.kind === 'place' ? renewedAtAll(frame, place.path, step.id) : null,
        within: before.some((event) => event.kind === 'freed' || event.kind === 'zeroed')
          ? frame.flow.variables
              .filter((v) => v.type.pointers > 0 && v.visible.start <= start && start < v.visible.end)
              .map((v) => ({ id: v.id, forms: withinOf(frame, v, step.id) }))
              .filter((one) => one.forms.length > 0)
          : [],
        named: namedAt(frame, step.id, start),
        ownTypes: ownTypesOf(frame),
        broken: isHarmed(frame, step.call),
      },
    ];
  });
}

/** The parameters of a function by their types. */
export function parameterFacts(frame: Frame): Omit<ParameterFact, 'reassigned'>[] {
  return frame.definition.parameters.map(({ name, type }) => ({
    name,
    base: frame.context.types.resolve(type).base,
    declared: type.base,
    pointers: type.pointers,
  }));
}

/** The locals that hold, just before `at`, what an expression over unchanged operands gives. */
function namedAt(frame: Frame, at: number, offset: number): FreeFact['named'] {
  return frame.flow.variables.flatMap((variable) => {
    const { name, id, type, visible } = variable;
    if (variable.kind !== 'local' || type.pointers + type.arrays > 0 || visible.start > offset || offset >= visible.end)
      return [];
    const [definition, ...others] = reachingDefinitions(
      frame,
      { root: { kind: 'variable', name, id, record: '' }, steps: [] },
      at,
    );
    if (others.length > 0 || definition?.kind !== 'value' || definition.rest.length > 0) return [];
    const { value, step } = definition;
    if (value.kind !== 'binary' && value.kind !== 'call') return [];
    if (placesIn(frame, value).some((path) => changedBetween(frame, path, step, at) !== null)) return [];
    return [{ name, text: textOf(frame, value).replace(/\s+/g, '') }];
  });
}

/** Whether a variable has one value wherever it has one: a parameter that is not assigned to, or set once outside any loop. */
function isSteady(frame: Frame, variable: Variable): boolean {
  const effectOf = effectsOn(frame, variablePath(variable));
  const own = frame.flow.steps.filter((step) => {
    look(frame);
    const effect = effectOf(step);
    return effect && effect.definition.kind !== 'uninitialised' && effect.definition.kind !== 'entry';
  });
  if (variable.kind !== 'local') return variable.kind === 'parameter' && own.length === 0;
  const [only, ...others] = own;
  return others.length === 0 && only?.kind === 'define' && !reachableFrom(frame, only.id).has(only.id);
}

/** Whether the object that the freed pointer is in was made of what an initialiser lists. */
function isListed({ frame, freed, step }: Here): boolean {
  if (!freed) return false;
  return reachingDefinitions(frame, freed, step).some((one) => {
    const listed = one.kind === 'value' ? listedIn(one.value, one.rest) : null;
    return listed !== null && !isNull(listed);
  });
}

/** The members of the object that `forms` are in, other than themselves, that are not zero wherever `at` is reached. */
function testedBeside(frame: Frame, forms: readonly Path[], at: number): string[] {
  if (!forms.some((form) => form.steps.length > 1)) return [];
  const around = ({ root, steps }: Path) => pathKey({ root, steps: steps.slice(0, -1) });
  const objects = new Set(forms.filter((form) => form.steps.length > 1).map(around));
  const own = new Set(forms.map(pathKey));
  return frame.flow.steps.flatMap((step): string[] => {
    const place = step.kind === 'branch' ? testedPlace(frame, step.condition) : null;
    if (!place || place.steps.at(-1)?.kind !== 'member') return [];
    const names = formsOf(frame, place, step.id);
    if (!names.some((name) => objects.has(around(name))) || names.some((name) => own.has(pathKey(name)))) return [];
    return nullnessOf(frame, place, at).kind === 'excluded' ? names.map(pathText) : [];
  });
}

/** What a condition compares with zero. */
function testedPlace(frame: Frame, condition: Expression): Path | null {
  const found: Path[] = [];
  nullTest(condition, (expression) => {
    const place = denoted(frame, expression);
    if (place?.kind === 'place') found.push(place.path);
    return false;
  });
  return found[0] ?? null;
}

function effectsOf(frame: Frame, expression: Expression): string[] {
  const inner = subexpressions(expression).flatMap((part) => effectsOf(frame, part));
  const changed =
    expression.kind === 'update' ? expression.operand : expression.kind === 'assign' ? expression.left : null;
  return changed ? [textOf(frame, changed), ...inner] : inner;
}

function sourceOf(
  here: Here,
  origin: Origin,
  nullness: FreeFact['nullness'],
  allocations: readonly AllocationFact[],
  forms: readonly Path[],
): SourceOfFree[] {
  const { frame } = here;
  const line = lineOf(frame, frame.flow.steps[origin.step]!.span.start);
  switch (origin.kind) {
    case 'null':
    case 'uninitialised':
      return [];
    case 'allocation': {
      // Another element than the one just allocated: `while (i--) free(p->buf[i])`.
      if (forms.some((form) => hasMovedIndex(here, form, origin.step)))
        return [{ kind: 'incoming', forms, line, moved: null }];
      const id = allocationId(frame, origin.call);
      const fact = allocations.find((one) => one.id === id);
      if (!fact) return [{ kind: 'unknown', line, what: 'an allocation', again: true }];
      const live = here.freed && liveWays(frame, origin.call, fact.step, here.step, here.freed);
      const from = { ...here, allocation: fact.step, live };
      const sizes = sizesHere(from, fact);
      const handles = handlesHere(from, fact, nullness);
      const found: SourceOfFree = { kind: 'allocation', id, line: fact.line, sizes, handles, config: fact.config };
      const other = here.freed && storedUnderAnotherName(frame, here.freed, fact.step, here.step);
      return other ? [found, { kind: 'doubt', line: lineOf(frame, other.start), what: textOf(frame, other) }] : [found];
    }
    case 'incoming': {
      const own = writableForms(frame, origin.path, origin.step, here.offset);
      const kept = own.filter((form) => movedBetween(frame, form, origin.read, here.step) === null);
      const moved =
        kept.length < own.length && kept.length === 0 ? movedBetween(frame, own[0]!, origin.read, here.step) : null;
      return [{ kind: 'incoming', forms: isListed(here) ? kept : mergeForms(forms, kept), line, moved }];
    }
    case 'doubtful':
    case 'handle':
    case 'unknown': {
      const what = textOf(frame, frame.flow.steps[origin.step]!.span);
      if (origin.kind === 'doubtful') return [{ kind: 'doubt', line, what }];
      const step = frame.flow.steps[origin.step]!;
      const again = origin.kind === 'handle' || isMoved(step) || reachableFrom(frame, here.step).has(origin.step);
      return [{ kind: 'unknown', line, what, again }];
    }
  }
}

/** A store through a pointer, between two steps, that may be to the variable that `path` is. */
function storedUnderAnotherName(frame: Frame, path: Path, from: number, to: number): Span | null {
  if (path.root.kind !== 'variable' || path.steps.length > 0 || !valuesOf(frame, path.root.id).includes(null))
    return null;
  const between = frame.flow.steps.find(
    (step) =>
      step.kind === 'define' &&
      reachableFrom(frame, from).has(step.id) &&
      reachableFrom(frame, step.id).has(to) &&
      storesByAlias(frame, step, path, to) !== null,
  );
  return between?.span ?? null;
}

/** What gives a variable that `path` rests on another value on the way between two steps. */
function movedBetween(frame: Frame, path: Path, from: number, to: number): { line: number; what: string } | null {
  if (from === to) return null;
  for (const support of supportsOf(frame, path)) {
    const change = changedBetween(frame, support, from, to);
    if (!change || change.kind === 'called') continue;
    const { span } = frame.flow.steps[change.step]!;
    return { line: lineOf(frame, span.start), what: `${pathText(support)} is given another value` };
  }
  return null;
}

function hasMovedIndex(here: Here, path: Path, from: number): boolean {
  const indices = path.steps.flatMap((step) =>
    step.kind === 'index' && step.index ? placesIn(here.frame, step.index) : [],
  );
  return indices.some((index) => changedBetween(here.frame, index, from, here.step) !== null);
}

/** The ways to write the size: as it was passed, and places that were given the same value. */
function sizesHere(here: Here, fact: AllocationFact): readonly Rendered[] | Missing {
  const templates = [...(fact.size ? [fact.size] : []), ...fact.sizeHolders];
  const found = templates.flatMap((template) => renderAllHere(here, template));
  return sorted(found) ?? { why: 'inexpressible', line: fact.line, what: 'the size' };
}

/** The holders of the handle that can be named here. */
function handlesHere(here: Here, fact: AllocationFact, nullness: FreeFact['nullness']): readonly Rendered[] | Missing {
  const isUnset = (template: Template) => nullness.kind === 'arrives' && isUnsetBefore(here.frame, template);
  const found = fact.handles.map((template): Rendered | Missing => {
    // An allocation that fails need not store the handle: what it was before is what the call then gets.
    if (isUnset(template)) return { why: 'uninitialised', line: nullness.line, what: template.text };
    return renderHere(here, template);
  });
  const [own] = fact.handles;
  if (own && found[0] && isUnset(own)) return found[0] as Missing;
  return sorted(found, 'uninitialised') ?? { why: 'inexpressible', line: fact.line, what: 'the handle' };
}

/** Those found, or else the first that is missing, for the reason `first` where there is one. */
function sorted(
  all: readonly (Rendered | Missing)[],
  first: Missing['why'] | null = null,
): readonly Rendered[] | Missing | undefined {
  const found = all.filter((one): one is Rendered => !('why' in one));
  if (found.length > 0) return found;
  const missing = all.filter((one): one is Missing => 'why' in one);
  return missing.find((one) => one.why === first) ?? missing[0];
}

function isUnsetBefore(frame: Frame, template: Template): boolean {
  const path = template.leaves[0]?.forms[0];
  if (!path || path.root.kind !== 'variable' || path.steps.length > 0) return false;
  return reachingDefinitions(frame, path, template.step).some((definition) => definition.kind === 'uninitialised');
}

function mergeForms(written: readonly Path[], traced: readonly Path[]): readonly Path[] {
  return written.length > 0 ? [...written, ...traced] : traced;
}

function isReassigned(frame: Frame, name: string, at: number, offset: number): boolean {
  const variable = variableAt(frame, name, offset);
  if (variable?.kind !== 'parameter') return true;
  return (
    unchangedParameter(frame, { root: { kind: 'variable', name, id: variable.id, record: '' }, steps: [] }, at) === null
  );
}

function pointeeOf(frame: Frame, expression: Expression): string {
  const type = frame.context.types.resolve(typeAt(frame, expression));
  return type.pointers === 1 ? type.base : '';
}
