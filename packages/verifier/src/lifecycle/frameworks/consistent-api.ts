import type { Framework } from '../framework.ts';

/** Which consistent_free the driver's headers declare: the number of its parameters, whether or not the driver calls it. */
export const consistentApi: Framework = {
  name: 'consistent memory',
  headers: ['asm/io.h'],
  calls: () => ({}),
  use: null,
  glue: `
#ifndef consistent_free
int fh_consistent_free_parameters(void)
{
	return __builtin_types_compatible_p(__typeof__(consistent_free), void (void *)) ? 1 : 3;
}
#endif
`,
};
