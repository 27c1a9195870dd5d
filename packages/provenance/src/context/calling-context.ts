import { calledByName } from './entry-points.ts';
import type { FileFlows, FunctionFlow } from './file-flows.ts';
import { heldLocks } from './held-locks.ts';
import { mentionsOf, type Mention } from './mentions.ts';

/** A place and what it says of the context of a call. */
export interface ContextReason {
  readonly line: number;
  readonly what: string;
}

/**
 * The context that a call is made in. `process`: on every way to it, from all that call the function, it may sleep.
 * `atomic`: on one of them it may not. `unknown`: neither is shown, as the last reason says.
 */
export interface CallingContext {
  readonly kind: 'process' | 'atomic' | 'unknown';
  /** From the function of the call outwards. */
  readonly because: readonly ContextReason[];
}

/** The contexts of a file's calls. */
export interface CallingContexts {
  /** The context of the call that begins at `offset`. */
  at(offset: number): CallingContext;
  mentions(owner: FunctionFlow): readonly Mention[];
}

/** What is known of one function on the way outwards: how it was come to. */
interface Visit {
  readonly owner: FunctionFlow;
  readonly because: readonly ContextReason[];
}

/** Finds out in which contexts the functions of a file run. */
export function callingContexts(file: FileFlows): CallingContexts {
  const locks = heldLocks(file);
  const known = new Map<FunctionFlow, readonly Mention[]>();
  const mentions = (owner: FunctionFlow): readonly Mention[] => {
    const found = known.get(owner) ?? mentionsOf(file, owner.definition);
    known.set(owner, found);
    return found;
  };
  const line = (offset: number): number => file.lines.lineOf(offset);
  return {
    mentions,
    at(offset) {
      const owner = file.functions.find((one) => one.definition.start <= offset && offset < one.definition.end);
      const step = owner?.calls.find(({ call }) => call.start === offset);
      if (!owner || !step)
        return { kind: 'unknown', because: [{ line: line(offset), what: 'the call is in no function' }] };
      return outwards(owner, step.id);
    },
  };

  function outwards(start: FunctionFlow, step: number): CallingContext {
    const unknown: ContextReason[][] = [];
    const process: ContextReason[][] = [];
    const seen = new Set([start]);
    const pending: Visit[] = [{ owner: start, because: [] }];
    const here = heldAt(start, step, []);
    if (here?.kind === 'atomic') return here;
    if (here) unknown.push([...here.because]);
    for (let visit = pending.shift(); visit; visit = pending.shift()) {
      const { owner, because } = visit;
      const { name, isStatic, nameSpan, broken } = owner.definition;
      const doubt = (what: string, at = nameSpan.start): void =>
        void unknown.push([...because, { line: line(at), what }]);
      if (broken.length > 0) doubt(`a part of ${name} did not parse`, broken[0]!.start);
      if (calledByName.has(name))
        process.push([
          ...because,
          { line: line(nameSpan.start), what: `the kernel calls ${name} when the module comes or goes` },
        ]);
      else if (!isStatic) doubt(`${name} is not static: it may be called from other files`);
      for (const mention of mentions(owner)) {
        const at = line(mention.offset);
        if (mention.kind === 'other') doubt(mention.what, mention.offset);
        else if (mention.kind === 'entry') {
          const reason = [
            ...because,
            { line: at, what: `${name}: ${mention.what}, which runs in ${mention.context} context` },
          ];
          if (mention.context === 'atomic') return { kind: 'atomic', because: reason };
          process.push(reason);
        } else {
          const way = [...because, { line: at, what: `${name} is called by ${mention.owner.definition.name}` }];
          const held = heldAt(mention.owner, mention.step.id, way);
          if (held?.kind === 'atomic') return held;
          if (held) unknown.push([...held.because]);
          if (seen.has(mention.owner)) continue;
          seen.add(mention.owner);
          pending.push({ owner: mention.owner, because: way });
        }
      }
    }
    if (unknown[0]) return { kind: 'unknown', because: unknown[0] };
    if (process[0]) return { kind: 'process', because: process[0] };
    const { name, nameSpan } = start.definition;
    return { kind: 'unknown', because: [{ line: line(nameSpan.start), what: `nothing in the file leads to ${name}` }] };
  }

  function heldAt(owner: FunctionFlow, step: number, because: readonly ContextReason[]): CallingContext | null {
    const held = locks.before(owner, step);
    if (!held) return null;
    const what = held.certain ? `from here on there is ${held.what}` : `from here on there may be ${held.what}`;
    return { kind: held.certain ? 'atomic' : 'unknown', because: [...because, { line: line(held.offset), what }] };
  }
}
