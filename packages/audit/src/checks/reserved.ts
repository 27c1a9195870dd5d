import type { Expression } from '@freehandle/c-source';
import { r18 } from '@freehandle/model';
import { valueOf } from '../explore/evaluate.ts';
import type { BitMark, Frame } from '../explore/frame.ts';
import { pointerText } from '../explore/pointer-text.ts';
import { note, type FreeEvent, type Resource, type State } from '../explore/state.ts';
import type { Family } from '../families/family.ts';
import { conversions, isPage } from '../kernel/conversions.ts';
import { bitChange, saysItClears } from '../kernel/reserved.ts';
import { partsOf, type Term } from '../terms/term.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** A call that changes the reserved bit of the pages of a buffer. Whether the call is one. */
export function changeReserved(frame: Frame, state: State, at: Call, name: string, values: readonly Term[]): boolean {
  const change = bitChange(frame, at, name);
  if (!change) {
    if (saysItClears(name)) for (const buffer of values) markReserved(frame, state, { buffer, sets: false }, at.start);
    return false;
  }
  const { sets } = change;
  const buffers = buffersIn(state, valueOf(frame, state, change.page), false);
  if (buffers.length === 0 && !sets) frame.onReserved({ buffer: null, sets }, at.start, state);
  for (const buffer of sets ? buffers.slice(0, 1) : buffers) markReserved(frame, state, { buffer, sets }, at.start);
  return true;
}

/** The pages of a buffer are reserved from here on, or not any more. */
export function markReserved(frame: Frame, state: State, mark: BitMark, offset: number): void {
  const { buffer, sets } = mark;
  const own = buffer && state.resources.get(buffer);
  if (own) {
    if (sets && !own.isReserved) note(state, offset, 'its pages are reserved');
    if (!sets) frame.agreements.add(clearedKey(own));
    state.resources.set(own.symbol, { ...own, isReserved: sets });
  }
  frame.onReserved(mark, offset, state);
}

/** Memory that the function allocated itself is freed with its pages still reserved. */
export function checkReserved(frame: Frame, state: State, own: Resource, event: FreeEvent): void {
  if (!own.isReserved || !losesReserved(event.family)) return;
  frame.suspect({
    rule: 'R18',
    severity: 'error',
    offset: event.offset,
    message: r18.message({ vaddr: pointerText(state, event.vaddr).replaceAll('`', ''), pages: null }),
    trail: { before: state.trail, offset: event.offset, what: `${event.call} frees it` },
    from: own.trail,
    unless: clearedKey(own),
  });
}

/** Whether a free of the family passes reserved pages by, and does not clear the bit itself. [2.4.27 mm/page_alloc.c, arch/arm/mm/consistent.c] */
export function losesReserved({ name, traced, pages }: Family): boolean {
  return (traced && pages && name !== 'consistent') || name === 'pages';
}

/** Some way through the function clears the bit: which pages it is that a loop goes over is not followed. */
function clearedKey({ site }: Resource): string {
  return `cleared ${site}`;
}

/** The buffers whose pages a value leads to: what was allocated, or else what it was worked out from. */
function buffersIn(state: State, value: Term, isAddress: boolean): Term[] {
  if (isAddress && (state.resources.has(value) || /^(?:load|parameter|fresh|global)$/.test(value.kind))) return [value];
  if (value.kind === 'load' || value.kind === 'number') return [];
  const leadsOn = isAddress || (value.kind === 'pure' && (isPage(value.name) || conversions.has(value.name)));
  const found = partsOf(value).flatMap((part) => buffersIn(state, part, leadsOn));
  const own = found.filter((one) => state.resources.has(one));
  return own.length > 0 ? own : found;
}
