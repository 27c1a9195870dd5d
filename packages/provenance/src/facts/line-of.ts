import type { Frame } from '../flow/frame.ts';

/** The 1-based line of an offset. */
export function lineOf(frame: Frame, offset: number): number {
  return frame.context.lines.lineOf(offset);
}
