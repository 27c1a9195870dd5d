import type { Expression } from '@freehandle/c-source';
import { r13, r5 } from '@freehandle/model';
import { sourceText, type Frame } from '../explore/frame.ts';
import { isPure } from '../kernel/pure-calls.ts';
import { signsOf, type FreeEvent, type Resource, type State } from '../explore/state.ts';
import { ZERO } from '../terms/sign.ts';
import { holds, partsOf, type Term } from '../terms/term.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Functions that write to a device, by name. [6.1 include/asm-generic/io.h] */
const writing =
  /^(?:(?:__)?(?:raw_)?(?:write|iowrite|out)(?:s?[bwlq]|_?[bl]e\d+|\d+(?:be)?)\w*|\w*_write(?:[bwlq]|\d+)?(?:_\w+)?)$/;

/** What is asked of a handle, told of it, or taken back with it, and no use of what it leads to. */
const harmless =
  /mapping_error|unmap|sync|free|valid|dbg|debug|log|trace|print|msg|(?:^|_)(?:is|has|err|error|warn|info|notice|alert|crit|emerg)(?:_|$)/i;

/** Forms of a bus address that a device reads. */
const forDevices = /^(?:(?:__)?cpu_to_[bl]e\d+|(?:lower|upper)_32_bits)$/;

/** The handle of an allocation that has failed on this path is given to a function that makes use of it. */
export function checkFailedHandle(frame: Frame, state: State, at: Call, name: string, values: readonly Term[]): void {
  if (
    name === '' ||
    harmless.test(name) ||
    (isPure(name) && !/WRITE|^OUT|_W\d*$/.test(name)) ||
    at.arguments.some(({ kind }) => kind === 'text')
  )
    return;
  for (const resource of failedIn(state)) {
    // Who is given the pointer as well can see that there is none.
    if (!resource.handle || values.includes(resource.symbol)) continue;
    const position = values.findIndex((value) => isMadeOf(value, resource.handle!));
    if (position >= 0)
      tell(frame, state, resource, at.arguments[position] ?? at, writing.test(name) ? 'error' : 'warning');
  }
}

/** The handle of an allocation that has failed on this path is put where a device reads it. */
export function checkFailedStore(frame: Frame, state: State, value: Expression, stored: Term): void {
  if (stored.kind !== 'pure' || !forDevices.test(stored.name)) return;
  for (const resource of failedIn(state))
    if (resource.handle && isMadeOf(stored, resource.handle)) tell(frame, state, resource, value, 'error');
}

/** What an allocation gave that has failed on this path is freed, by a function that takes no NULL. */
export function checkFailedFree(frame: Frame, state: State, event: FreeEvent): void {
  const resource = state.resources.get(event.vaddr);
  const { family, call, offset } = event;
  // How many a function called goes over is not known here.
  if (event.place !== offset) return;
  if (!resource?.family.traced || resource.family.ignoresNull || family.ignoresNull || resource.status !== 'live')
    return;
  // With the address alone it is a free of the kind that takes NULL.
  if (family.frees.some(({ name, arguments: roles }) => name === call && roles.includes('handle')) && !event.handle)
    return;
  frame.suspect({
    rule: 'R13',
    severity: family.name === 'pci_consistent' ? 'warning' : 'error',
    offset,
    message: r13.message({ mistake: 'failed', alloc: resource.call, free: call }),
    trail: { before: state.trail, offset, what: `${call} is given NULL` },
    from: resource.trail,
    key: `failed ${frame.definition.name} ${resource.site} ${offset}`,
  });
}

function tell(
  frame: Frame,
  state: State,
  resource: Resource,
  { start: offset, end }: Expression,
  severity: 'error' | 'warning',
): void {
  if (!isRightAfter(frame, state, resource, offset)) return;
  frame.suspect({
    rule: 'R5',
    severity,
    offset,
    message: r5.message({ call: resource.call, used: 'handle' }),
    trail: { before: state.trail, offset, what: `\`${sourceText(frame, { start: offset, end })}\` is used` },
    from: resource.trail,
    key: `failed handle ${frame.definition.name} ${resource.site}`,
  });
}

function failedIn(state: State): Resource[] {
  const found: Resource[] = [];
  state.resources.forEach((one) => {
    if (one.family.traced && one.handle && one.status === 'live' && signsOf(state, one.symbol) === ZERO)
      found.push(one);
  });
  return found;
}

function isMadeOf(value: Term, handle: Term): boolean {
  return value === handle || (value.kind !== 'load' && partsOf(value).some((part) => isMadeOf(part, handle)));
}

/**
 * Whether the test that finds the pointer to be NULL was the last one before `offset`, and no macro stands between that may leave
 * the function: a flag asked for since may say that there is memory.
 */
function isRightAfter({ source }: Frame, state: State, { symbol }: Resource, offset: number): boolean {
  const end = testOf(state)?.end;
  if (end === undefined || state.decided === null || !holds(state.decided, symbol)) return false;
  return end > offset || !/\b[A-Z][A-Z0-9_]*\s*\(/.test(source.text.slice(end, offset));
}

/** The condition that decided the way last. */
function testOf(state: State): Expression | undefined {
  for (let at = state.trail; at; at = at.before) if (at.when !== undefined) return at.condition;
  return undefined;
}
