/** A call with its parameters' names, as in `consistent_free(vaddr)`. */
export function signature(call: {
  readonly name: string;
  readonly parameters: readonly { readonly name: string }[];
}): string {
  return `${call.name}(${call.parameters.map(({ name }) => name).join(', ')})`;
}
