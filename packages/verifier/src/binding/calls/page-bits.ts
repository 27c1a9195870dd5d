import type { CallGroup } from '../host.ts';

/** What drivers do to a struct page, by frame number: the kit's headers hide the structure behind these. */
export const pageCalls: CallGroup = (host) => ({
  __page_reserved: (frame) => (inMap(host.kernel.frameCount, frame) && host.kernel.frame(frame).reserved ? 1 : 0),
  __page_count: (frame) => (inMap(host.kernel.frameCount, frame) ? host.kernel.frame(frame).count : 0),
  __set_page_reserved: (frame) => void host.kernel.setPageReserved(frame),
  __clear_page_reserved: (frame) => void host.kernel.clearPageReserved(frame),
  __set_page_count: (frame, count) => void host.kernel.setPageCount(frame, count | 0),
  __get_page: (frame) => void host.kernel.getPage(frame),
});

function inMap(frames: number, frame: number): boolean {
  return frame < frames;
}
