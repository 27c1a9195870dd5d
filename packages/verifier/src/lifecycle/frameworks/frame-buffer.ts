import type { CallGroup, Host } from '../../binding/host.ts';
import type { Registration } from '../../binding/run-state.ts';
import { step, SUCCESS, unregister, type Framework } from '../framework.ts';
import { raiseInterrupts } from '../interrupts.ts';
import { mapDevice } from '../user-process.ts';

const name = 'frame buffer';
const ENXIO = -6;

const calls: CallGroup = (host) => ({
  register_framebuffer(info) {
    if (host.kernel.fallible('register_framebuffer')) return ENXIO;
    host.run.registrations.push({ framework: name, object: info, number: 0 });
    return 0;
  },
  unregister_framebuffer(info) {
    unregister(host, name, ({ object }) => object === info);
    return 0;
  },
});

function use(host: Host, { object }: Registration): void {
  const { code } = host;
  if (step(host, 'open', () => code.call('fh_fb_open', object)) !== SUCCESS) return;
  const bytes = code.call('fh_fb_bytes', object) ?? 0;
  mapDevice(host, bytes, (start, end) => code.call('fh_fb_mmap', object, start, end));
  raiseInterrupts(host);
  step(host, 'close', () => void code.call('fh_fb_close', object));
}

/** Frame buffers: opened, mapped whole, closed. One without an mmap of its own is mapped by fbmem [2.4.27 drivers/video/fbmem.c]. */
export const frameBuffer: Framework = {
  name,
  headers: ['linux/fb.h', 'linux/mm.h'],
  calls,
  use,
  glue: `
static struct fb_fix_screeninfo fh_fb_fix;

int fh_fb_open(struct fb_info *info)
{
	return info->fbops->fb_open ? info->fbops->fb_open(info, 1) : 0;
}

unsigned long fh_fb_bytes(struct fb_info *info)
{
	if (!info->fbops->fb_get_fix || info->fbops->fb_get_fix(&fh_fb_fix, -1, info))
		return 0;
	return fh_fb_fix.smem_len;
}

int fh_fb_mmap(struct fb_info *info, unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma = fh_new_vma(start, end);

	if (info->fbops->fb_mmap)
		return info->fbops->fb_mmap(info, &fh_file, vma);
	if (end - start > PAGE_ALIGN(fh_fb_fix.smem_len))
		return -22;
	vma->vm_flags |= VM_IO;
	return io_remap_page_range(start, fh_fb_fix.smem_start, end - start, vma->vm_page_prot) ? -11 : 0;
}

void fh_fb_close(struct fb_info *info)
{
	if (info->fbops->fb_release)
		info->fbops->fb_release(info, 1);
}
`,
};
