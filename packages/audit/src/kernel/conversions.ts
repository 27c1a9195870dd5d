/** A form that an address can be written in: as what it is, or turned back. */
interface Conversion {
  readonly form: 'page' | 'physical' | 'frame number';
  readonly back: boolean;
}

/** Functions that only write an address in another form. [6.1 include/linux/mm.h, include/asm-generic/{io,page,memory_model}.h] */
export const conversions: ReadonlyMap<string, Conversion> = new Map([
  ...pair('page', ['virt_to_page', 'virt_to_head_page', 'vmalloc_to_page'], ['page_address']),
  ...pair('physical', ['virt_to_phys', 'virt_to_bus', '__pa'], ['phys_to_virt', 'bus_to_virt', '__va']),
  ...pair('frame number', ['page_to_pfn'], ['pfn_to_page']),
]);

function pair(form: Conversion['form'], to: readonly string[], back: readonly string[]): [string, Conversion][] {
  return [
    ...to.map((name): [string, Conversion] => [name, { form, back: false }]),
    ...back.map((name): [string, Conversion] => [name, { form, back: true }]),
  ];
}

/** Whether a function gives the page structure of an address: there always is one. */
export function isPage(name: string): boolean {
  const conversion = conversions.get(name);
  return conversion !== undefined && conversion.form === 'page' && !conversion.back;
}

/** Whether one of the functions leads back to what the other one was given. */
export function isInverse(a: string, b: string): boolean {
  const [x, y] = [conversions.get(a), conversions.get(b)];
  return x !== undefined && y !== undefined && x.form === y.form && x.back !== y.back;
}
