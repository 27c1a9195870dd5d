import { FreehandleError, parseUnit, sourceFromBytes, type CParameter, type Engine } from '@freehandle/c-source';
import type { Parameter } from './migration.ts';

/** The prototype of a function, each of its parameters with a name. */
export interface Prototype {
  readonly name: string;
  readonly parameters: readonly Omit<Parameter, 'role'>[];
}

/**
 * Reads a prototype as a header has it; the semicolon may be missing.
 * @param key where it was declared; errors name it.
 * @throws FreehandleError FH1401 when it does not parse, or leaves a parameter without a name.
 */
export function readPrototype(engine: Engine, key: string, text: string): Prototype {
  const line = `${text.trim().replace(/;$/, '')};`;
  const parsed = parseUnit(engine, sourceFromBytes(key, Buffer.from(line, 'latin1')), key);
  const [prototype, second] = 'unit' in parsed ? parsed.unit.prototypes : [];
  if (!prototype || second || prototype.isPointer || prototype.parameters.length === 0) {
    throw broken(
      key,
      `'${text}' is not the prototype of a function`,
      'Copy it from the header: void dma_free(void *ptr)',
    );
  }
  return { name: prototype.name, parameters: prototype.parameters.map((one) => parameter(one, line, key)) };
}

function parameter({ name, start, end }: CParameter, text: string, key: string): Prototype['parameters'][number] {
  const whole = text.slice(start, end);
  if (name === '' || !whole.endsWith(name)) {
    throw broken(
      key,
      `the parameter '${whole}' has no name at its end`,
      'Name every parameter: roles go by their names.',
    );
  }
  const type = whole.slice(0, -name.length);
  return { name, type: type.endsWith('* ') || !type.trimEnd().endsWith('*') ? type.trimEnd() : type };
}

/** FH1401: what is wrong with the declaration of a migration. */
export function broken(key: string, what: string, hint: string): FreehandleError {
  return new FreehandleError(`${key}: ${what}`, { code: 'FH1401', title: 'Migration not understood', hint });
}
