import type { Frame } from '../explore/frame.ts';
import type { State } from '../explore/state.ts';
import { endingOfCall } from './evidence.ts';

/** What callers of functions undo when these fail. */
export interface Undone {
  /** A function was run to the ends of its paths. */
  called(frame: Frame, exits: readonly State[]): void;
  /** Whether a caller undoes, or may undo, the allocation of that site when the function fails. */
  isUndone(site: string): boolean;
}

/** Remembers nothing yet. */
export function undoneByCallers(): Undone {
  const sites = new Set<string>();
  return {
    called(frame, exits) {
      const { start, end } = frame.definition;
      for (const state of exits)
        for (const { site, status, escapes, isDangling } of state.resources.values()) {
          const [at, ...inner] = site.split('/');
          if (isDangling || inner.length === 0 || endingOfCall(frame, state, Number(at)) === 'succeeded') continue;
          const given = [...escapes].some(
            (one) => Number(one) > Number(at) && Number(one) >= start && Number(one) < end,
          );
          if (status === 'live' && !given) continue;
          for (let from = 0; from < inner.length; from++) sites.add(inner.slice(from).join('/'));
        }
    },
    isUndone: (site) => sites.has(site),
  };
}
