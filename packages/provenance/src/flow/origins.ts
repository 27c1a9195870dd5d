import { withoutCasts, type Expression } from '@freehandle/c-source';
import { allocationOf } from '../facts/allocation-call.ts';
import { blockOf, denoted } from '../paths/path-of.ts';
import { extend, isSameRoot, pathKey, type Path, type PathStep } from '../paths/path.ts';
import type { Frame } from './frame.ts';
import { isNull, reachingDefinitions, stepOfCall, type Definition } from './reaching.ts';

/** Where a value came from, within one function. `step` is where it was taken. */
export type Origin =
  /** The pointer (or the handle) of the allocation at offset `call`. */
  | { readonly kind: 'allocation' | 'handle'; readonly call: number; readonly step: number }
  /** What `path` held when the function began, or what an unknown object holds; it was read just before `read`. */
  | { readonly kind: 'incoming'; readonly path: Path; readonly step: number; readonly read: number }
  | { readonly kind: 'null'; readonly step: number }
  | { readonly kind: 'uninitialised'; readonly step: number }
  /** A function was called that may have put another value there. */
  | { readonly kind: 'doubtful'; readonly step: number }
  | { readonly kind: 'unknown'; readonly step: number };

const MAX_PATH = 24;

/** All origins of an expression's value just before `at`. */
export function originsOf(frame: Frame, expression: Expression, at: number): readonly Origin[] {
  return dedupe(ofExpression(frame, expression, at, new Set()));
}

/** All origins of what a place holds just before `at`. */
export function originsOfPath(frame: Frame, path: Path, at: number): readonly Origin[] {
  return dedupe(ofPath(frame, path, at, new Set()));
}

function ofExpression(frame: Frame, expression: Expression, at: number, seen: Set<string>): Origin[] {
  const bare = withoutCasts(expression);
  if (isNull(bare)) return [{ kind: 'null', step: at }];
  switch (bare.kind) {
    case 'call': {
      const allocation = allocationOf(frame, bare);
      if (allocation && !allocation.pointer)
        return [{ kind: 'allocation', call: bare.start, step: stepOfCall(frame, bare.start) }];
      const block = blockOf(bare);
      // Another name of a block; of a handle it would be another value.
      if (block !== bare) {
        return ofExpression(frame, block, at, seen).map((one) =>
          one.kind === 'handle' ? { kind: 'unknown', step: one.step } : one,
        );
      }
      const part = allocation ? null : denoted(frame, bare);
      if (part && part.path.root.kind !== 'call') return ofPath(frame, part.path, at, seen);
      return [{ kind: 'unknown', step: at }];
    }
    case 'assign':
      return bare.operator === '=' ? ofExpression(frame, bare.right, at, seen) : [{ kind: 'unknown', step: at }];
    case 'comma':
      return ofExpression(frame, bare.right, at, seen);
    case 'conditional': {
      const yes = bare.consequence
        ? ofExpression(frame, bare.consequence, at, seen)
        : [{ kind: 'unknown', step: at } as const];
      return [...yes, ...ofExpression(frame, bare.alternative, at, seen)];
    }
    default: {
      const place = denoted(frame, bare);
      return place?.kind === 'place' ? ofPath(frame, place.path, at, seen) : [{ kind: 'unknown', step: at }];
    }
  }
}

function ofPath(frame: Frame, path: Path, at: number, seen: Set<string>, read = at): Origin[] {
  const key = `${at}:${pathKey(path)}`;
  if (seen.has(key)) return [];
  seen.add(key);
  const definitions = reachingDefinitions(frame, path, at);
  if (definitions.length === 0) return [{ kind: 'incoming', path, step: at, read }];
  return definitions.flatMap((definition) => ofDefinition(frame, path, definition, read, seen));
}

function ofDefinition(frame: Frame, path: Path, definition: Definition, read: number, seen: Set<string>): Origin[] {
  const step = definition.step;
  switch (definition.kind) {
    case 'pointer':
      return [{ kind: 'allocation', call: definition.call, step }];
    case 'handle':
      return [{ kind: 'handle', call: definition.call, step }];
    case 'entry':
      return [{ kind: 'incoming', path, step, read }];
    case 'uninitialised':
      // A pointer's target is not a part of the pointer: it exists before and elsewhere.
      return [{ kind: 'uninitialised', step }];
    case 'called':
      // What a function of this file stores to such a member is found among all stores to it.
      return [definition.known ? { kind: 'incoming', path, step, read } : { kind: 'doubtful', step }];
    case 'changed':
      return definition.what === 'memset' ? [{ kind: 'null', step }] : [{ kind: 'unknown', step }];
    case 'value': {
      if (definition.rest.length === 0) return ofExpression(frame, definition.value, step, seen);
      if (isMadeHere(definition.value)) return [{ kind: 'unknown', step }];
      const listed = listedIn(definition.value, definition.rest);
      if (listed) return ofExpression(frame, listed, step, seen);
      const source = denoted(frame, definition.value);
      // Walking a list (`p = p->next`): some other object of the same kind.
      if (source && (isSameRoot(source.path.root, path.root) || path.steps.length > MAX_PATH)) {
        return [{ kind: 'incoming', path, step, read }];
      }
      if (source?.kind === 'place' && source.path.root.kind !== 'call') {
        return ofPath(frame, extend(source.path, definition.rest), step, seen, read);
      }
      const [first, ...rest] = definition.rest;
      if (source?.kind === 'address' && first?.kind === 'dereference')
        return ofPath(frame, extend(source.path, rest), step, seen, read);
      return [{ kind: 'incoming', path, step, read }];
    }
  }
}

/** What an initialiser names for the member that `rest` is; null when it names nothing, or is none. */
export function listedIn(value: Expression, rest: readonly PathStep[]): Expression | null {
  const bare = withoutCasts(value);
  const [member, ...inner] = rest;
  if (bare.kind !== 'initializer' || member?.kind !== 'member' || inner.length > 0) return null;
  return bare.items.findLast((item) => item.member === member.name)?.value ?? null;
}

/** `&(struct ring) { … }`: an object that holds what is listed, which is not followed. */
function isMadeHere(value: Expression): boolean {
  const bare = withoutCasts(value);
  return bare.kind === 'address' && withoutCasts(bare.operand).kind === 'initializer';
}

/** The origins that say something: neither NULL, nor unset, nor a mere doubt. */
export function telling(origins: readonly Origin[]): readonly Origin[] {
  return origins.filter((origin) => !['null', 'uninitialised', 'doubtful'].includes(origin.kind));
}

function dedupe(origins: readonly Origin[]): Origin[] {
  const seen = new Set<string>();
  return origins.filter((origin) => {
    const key =
      origin.kind === 'allocation' || origin.kind === 'handle'
        ? `${origin.kind}${origin.call}`
        : origin.kind === 'incoming'
          ? pathKey(origin.path)
          : origin.kind;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}
