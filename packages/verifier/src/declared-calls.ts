/** What an argument of an allocation or of a free means; null for one that only goes along. */
export type ArgumentRole = 'vaddr' | 'size' | 'handle' | null;

/** A call by its name and number of arguments, and what each of them is. */
export interface CallForm {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly role: ArgumentRole }[];
}

/** The calls that a migration is about, as it declares them: what allocates, and the free in its old and its new form. */
export interface DeclaredCalls {
  /** What they return is the address. */
  readonly allocators: readonly CallForm[];
  readonly frees: readonly CallForm[];
}

/** consistent_free before and after it took size and handle [2.4.27 include/asm-ppc/io.h; 2.4.17 include/asm-arm/io.h]. */
export const consistentFreeForms: DeclaredCalls = {
  allocators: [],
  frees: [
    { name: 'consistent_free', parameters: [{ name: 'vaddr', role: 'vaddr' }] },
    {
      name: 'consistent_free',
      parameters: [
        { name: 'vaddr', role: 'vaddr' },
        { name: 'size', role: 'size' },
        { name: 'dma_handle', role: 'handle' },
      ],
    },
  ],
};

/** The form of a call with so many arguments; undefined where none is declared. */
export function formOf(forms: readonly CallForm[], name: string, count: number): CallForm | undefined {
  return forms.find((form) => form.name === name && form.parameters.length === count);
}

/** The argument that plays a role; undefined where the form has none. */
export function argumentOf(
  form: CallForm,
  role: 'vaddr' | 'size' | 'handle',
  args: readonly number[],
): number | undefined {
  return args[form.parameters.findIndex((parameter) => parameter.role === role)];
}

/**
 * Positions of the arguments that two forms have in common: pairs of one in the first and one in the second. Those of equal
 * role, else of equal name.
 */
export function sharedArguments(first: CallForm, second: CallForm): readonly (readonly [number, number])[] {
  return first.parameters.flatMap(({ name, role }, index) => {
    const other = second.parameters.findIndex((one) => (role === null ? one.name === name : one.role === role));
    return other < 0 ? [] : [[index, other] as const];
  });
}
