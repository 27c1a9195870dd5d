import { withoutCasts, type Expression } from '@freehandle/c-source';
import type { Frame } from '../flow/frame.ts';
import { textOf } from '../paths/path-of.ts';
import type { Template } from './template.ts';

/** A value that is kept in another form, and what is written around the place to read it back. */
export interface Encoded {
  readonly inner: Expression;
  readonly before: string;
  readonly after: string;
  readonly doubt: string;
}

/** Conversions that lose nothing of the bits they are for. [6.1 include/linux/byteorder/generic.h] */
const CONVERSION = /^(__)?cpu_to_([bl]e)(32|64)$/;
const NETWORK: ReadonlyMap<string, string> = new Map([['htonl', 'ntohl']]);

/** What `value` keeps in another form that can be read back; null when it is no such value. */
export function encodedIn(frame: Frame, value: Expression): Encoded | null {
  const bare = withoutCasts(value);
  if (bare.kind === 'call' && bare.callee.kind === 'name' && bare.arguments.length === 1) {
    const { name } = bare.callee;
    const match = CONVERSION.exec(name);
    const back = match ? `${match[1] ?? ''}${match[2]}${match[3]}_to_cpu` : NETWORK.get(name);
    if (back === undefined) return null;
    const doubt = match?.[3] === '64' ? 'a device may have written there' : 'only 32 bits of it are kept';
    return { inner: bare.arguments[0]!, before: `${back}(`, after: ')', doubt };
  }
  if (bare.kind !== 'binary' || bare.operator !== '>>' || bare.right.kind !== 'number') return null;
  const bits = textOf(frame, bare.right);
  const doubt = `it is kept without its lowest ${bits} bits, which are taken for 0`;
  return { inner: bare.left, before: '(dma_addr_t)', after: ` << ${bits}`, doubt };
}

/** The template of the place, read back. */
export function readBack(place: Template, { before, after, doubt }: Encoded, what: string): Template {
  const leaves = place.leaves.map((leaf) => ({
    ...leaf,
    start: leaf.start + before.length,
    end: leaf.end + before.length,
  }));
  const text = `${before}${place.text}${after}`;
  return {
    ...place,
    text,
    leaves,
    composite: !after.startsWith(')'),
    doubt: place.doubt ?? `${what} is read back from ${place.text}: ${doubt}`,
  };
}
