import type { Framework } from '../lifecycle/framework.ts';

/** What an allocator's source knows of the kernel's structures besides `struct page`'s flags. */
export const allocatorLayout: Framework = {
  name: 'allocator layout',
  headers: ['linux/mm.h', 'linux/vmalloc.h'],
  treeOnly: true,
  calls: () => ({}),
  use: null,
  glue: `
int fh_page_count(void)
{
	return __builtin_offsetof(struct page, count);
}

int fh_vm_struct_bytes(void)
{
	return sizeof(struct vm_struct);
}

int fh_vm_struct_addr(void)
{
	return __builtin_offsetof(struct vm_struct, addr);
}

int fh_vm_struct_size(void)
{
	return __builtin_offsetof(struct vm_struct, size);
}
`,
};
