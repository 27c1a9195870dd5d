/**
 * Misuse of this library's own API (NaN, a fraction, a negative number, a value beyond u32, an unknown snapshot).
 * What a C driver could do wrong is never an error but a finding.
 */
export class ModelError extends RangeError {
  override readonly name = 'ModelError';
}

/** `value` as an unsigned 32-bit number, or a ModelError that names the argument. */
export function u32(value: number, call: string, argument: string): number {
  if (typeof value === 'number' && value >>> 0 === value) return value;
  throw new ModelError(
    `${call}: ${argument} must be a whole number from 0 to 4294967295, as a C caller passes it; got ${String(value)}.`,
  );
}

/** `value` when `fits`, or a ModelError that says what the argument must be. For callers that no compiler checked. */
export function must<Value>(fits: boolean, value: Value, call: string, argument: string, kind: string): Value {
  if (fits) return value;
  throw new ModelError(`${call}: ${argument} must be ${kind}; got ${String(value)}.`);
}
