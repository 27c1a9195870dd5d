import { unknownType, withoutCasts, type Expression, type FunctionDefinition, type Unit } from '@freehandle/c-source';
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
      if (place && place.steps.length > 1) found.set(definition.name, place);
    }
  }
  return found;
}

function placeOf(definition: FunctionDefinition, expression: Expression, types: TypeTable): ParameterPlace | null {
  const bare = withoutCasts(expression);
  const typeAt = (inner: Expression) =>
    types.resolve(
      typeOf(inner, types, (name) => definition.parameters.find((one) => one.name === name)?.type ?? unknownType),
    );
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
      const member = { kind: 'member', name: bare.member, owner: recordOf(typeAt(bare.object)) } as const;
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
