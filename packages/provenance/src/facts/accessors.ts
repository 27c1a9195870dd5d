import {
  unknownType,
  withoutCasts,
  type CType,
  type Expression,
  type FunctionDefinition,
  type Unit,
} from '@freehandle/c-source';
import type { PathStep } from '../paths/path.ts';
import { recordOf, typeOf, type TypeTable } from '../paths/types.ts';
import { accessors } from '../vocabulary.ts';
import type { ParameterPlace } from '../paths/parameter-place.ts';

/** The functions that do nothing but return a member of what a parameter points to. */
export function accessorsOf(units: readonly Unit[], types: TypeTable): Map<string, ParameterPlace> {
  const found = new Map<string, ParameterPlace>();
  for (const unit of units) {
    for (const definition of unit.functions) {
      const [only, ...others] = definition.body;
      if (only?.kind !== 'return' || !only.value || others.length > 0 || found.has(definition.name)) continue;
      const place = placeOf(definition, only.value, types);
      if (!place || place.steps.length < 2) continue;
      if (keepsType(definition, only.value, types)) found.set(definition.name, place);
      else if (definition.parameters.length === 1) found.set(definition.name, namedByCall(definition, types));
    }
  }
  return found;
}

/** Whether the member can be written in place of the call: of a `void *` that the function gives a type, nothing can be named. */
function keepsType(definition: FunctionDefinition, value: Expression, types: TypeTable): boolean {
  const [own, given] = [typeIn(definition, withoutCasts(value), types), types.resolve(definition.returns)];
  const stars = own.pointers + own.arrays;
  if (own.base === '' || stars + given.pointers === 0) return true;
  return own.base === given.base && stars === given.pointers;
}

/** What such a function gives, as a part of what its only parameter points to that is named by the call. */
function namedByCall({ name, parameters }: FunctionDefinition, types: TypeTable): ParameterPlace {
  const owner = recordOf(types.resolve(parameters[0]!.type));
  return { parameter: 0, steps: [{ kind: 'dereference' }, { kind: 'member', name: `${name}()`, owner }] };
}

function typeIn(definition: FunctionDefinition, expression: Expression, types: TypeTable): CType {
  const typeOfName = (name: string) => definition.parameters.find((one) => one.name === name)?.type ?? unknownType;
  return types.resolve(typeOf(expression, types, typeOfName));
}

function placeOf(definition: FunctionDefinition, expression: Expression, types: TypeTable): ParameterPlace | null {
  const bare = withoutCasts(expression);
  const from = (object: Expression, steps: readonly PathStep[]): ParameterPlace | null => {
    const place = placeOf(definition, object, types);
    return place && { parameter: place.parameter, steps: [...place.steps, ...steps] };
  };
  switch (bare.kind) {
    case 'name': {
      const parameter = definition.parameters.findIndex((one) => one.name === bare.name);
      return parameter < 0 ? null : { parameter, steps: [] };
    }
    case 'member': {
      const member = {
        kind: 'member',
        name: bare.member,
        owner: recordOf(typeIn(definition, bare.object, types)),
      } as const;
      return from(bare.object, bare.arrow ? [{ kind: 'dereference' }, member] : [member]);
    }
    case 'call': {
      const record = bare.callee.kind === 'name' ? accessors.get(bare.callee.name) : undefined;
      const [object] = bare.arguments;
      if (record === undefined || !object || bare.callee.kind !== 'name' || bare.arguments.length !== 1) return null;
      const member = { kind: 'member', name: `${bare.callee.name}()`, owner: record } as const;
      return from(object, [{ kind: 'dereference' }, member]);
    }
    default:
      return null;
  }
}
