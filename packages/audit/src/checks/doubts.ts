import type { Frame } from '../explore/frame.ts';
import type { Resource, State } from '../explore/state.ts';
import type { Remark } from './on-purpose.ts';
import type { Owner } from './ownership.ts';

/**
 * What would make it no leak that a resource is left at the end of a path, in words that follow a comma; null when nothing would.
 * Where not all ways are followed (`complete` is false), what earlier rounds of a loop made is easily lost sight of.
 */
export function doubtOf(
  frame: Frame,
  state: State,
  resource: Resource,
  { owner, remark, complete }: { owner: Owner; remark: Remark | null; complete: boolean },
): string | null {
  const { sometimesIn, sweptBy } = resource;
  if (sometimesIn !== undefined) return `if this is a case in which ${sometimesIn} allocates it`;
  if (sweptBy !== undefined) return `unless it is among what ${sweptBy} frees`;
  if (!complete && owner !== 'freed-container' && isOfEarlierRound(frame, state, resource))
    return 'unless what it was put into in that round is freed with it';
  return remark && `but a comment there says: ${shortened(remark.text)}`;
}

/** Whether a loop of the function has come round since the allocation, to what stands before it. */
function isOfEarlierRound({ definition }: Frame, state: State, { offset, trail }: Resource): boolean {
  const made = trail?.round ?? 0;
  for (let at = state.trail; at && at !== trail; at = at.before)
    if (definition.start <= at.offset && at.offset <= offset && (at.round ?? made) > made) return true;
  return false;
}

/** As many words of a comment as make a line. */
function shortened(text: string): string {
  return text.length <= 80 ? `“${text}”` : `“${text.slice(0, text.lastIndexOf(' ', 80))} …”`;
}
