import type { Framework } from '../framework.ts';

/** The layout of struct page in a kernel tree's headers; the kit has none, its page bits are calls. */
export const pageLayout: Framework = {
  name: 'page layout',
  headers: ['linux/mm.h'],
  treeOnly: true,
  calls: () => ({}),
  use: null,
  glue: `
int fh_page_bytes(void)
{
	return sizeof(struct page);
}

int fh_page_flags(void)
{
	return __builtin_offsetof(struct page, flags);
}

int fh_page_reserved(void)
{
	return PG_reserved;
}
`,
};
