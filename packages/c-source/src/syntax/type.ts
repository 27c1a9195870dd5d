/** A C type as far as it matters here: what is pointed to and how deep. */
export interface CType {
  /** `struct mal`, `union u`, `unsigned int`, or a typedef's name; no qualifiers. Empty when unknown. */
  readonly base: string;
  readonly pointers: number;
  /** Number of array dimensions. */
  readonly arrays: number;
  readonly isFunction: boolean;
  /** The base is `volatile`: each read may give another value. */
  readonly isVolatile?: true;
}

/** The base of a member that has only some bits of its type. */
export const BIT_FIELD = 'bit-field';

/** The type nothing is known of. */
export const unknownType: CType = { base: '', pointers: 0, arrays: 0, isFunction: false };
