import type { Framework } from '../framework.ts';

/** The vma that a driver's mmap is given; used by files and frame buffers. */
export const memoryMapping: Framework = {
  name: 'memory mapping',
  headers: ['linux/mm.h'],
  calls: () => ({}),
  use: null,
  glue: `
static struct vm_area_struct fh_vma;

static struct vm_area_struct *fh_new_vma(unsigned long start, unsigned long end)
{
	fh_vma.vm_start = start;
	fh_vma.vm_end = end;
	fh_vma.vm_flags = VM_READ | VM_WRITE | VM_SHARED;
	fh_vma.vm_pgoff = 0;
	fh_vma.vm_ops = 0;
	fh_vma.vm_private_data = 0;
	return &fh_vma;
}

unsigned long fh_vma_flags(void)
{
	return fh_vma.vm_flags;
}
`,
};

/** mmap of a file. */
export const fileMapping: Framework = {
  name: 'file mapping',
  headers: ['linux/fs.h', 'linux/mm.h'],
  calls: () => ({}),
  use: null,
  glue: `
int fh_file_maps(struct file_operations *operations)
{
	return fh_file.f_op->mmap != 0;
}

int fh_file_mmap(struct file_operations *operations, unsigned long start, unsigned long end)
{
	return fh_file.f_op->mmap(&fh_file, fh_new_vma(start, end));
}
`,
};
