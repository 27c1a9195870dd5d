import type { LineIndex } from '@freehandle/c-source';
import type { Fix } from '../fix/fix.ts';
import { functionAt, type FileFrame, type Suspicion } from '../explore/frame.ts';
import type { Trail } from '../explore/state.ts';
import type { Finding, PathStep } from '../finding.ts';

/** Places of a path that are shown, at most: the first ones and the last. */
const SHOWN = 24;

/**
 * A suspicion as it is told: from where the path that matters begins, and of conditions that were passed by in a row only
 * the last, which is nearest to what happened next.
 */
export function findingOf(
  frame: FileFrame,
  lines: LineIndex,
  functionName: string,
  { rule, severity, offset, message, trail, from }: Suspicion,
  fix: Fix | null,
): Finding {
  const way: Trail[] = [];
  let isPassed = false;
  for (let at: Trail | null = trail; at; at = at.before) {
    const isAgain = isPassed && at.when === false;
    if (!isAgain || at.inside) way.push(at);
    isPassed = at.when === false;
    if (at === from) break;
  }
  const again = nextRounds(frame, way.reverse());
  const step = (offset: number, what: string): PathStep => ({ file: frame.file, line: lines.lineOf(offset), what });
  const steps = way.flatMap((at) => [
    ...(at.inside ? [step(at.inside.offset, at.inside.what)] : []),
    step(at.offset, again.has(at) ? `in the next round, ${at.what}` : at.what),
  ]);
  const shown = steps.length > SHOWN ? [...steps.slice(0, SHOWN / 2), ...steps.slice(-SHOWN / 2)] : steps;
  const start = frame.source.text.lastIndexOf('\n', offset - 1) + 1;
  return {
    rule,
    severity,
    file: frame.file,
    line: lines.lineOf(offset),
    column: offset - start + 1,
    function: functionName,
    message,
    evidence: shown,
    fix,
  };
}

/** The steps of the function that the path ends in before which its loop has come round, back to where they stand. */
function nextRounds(frame: FileFrame, way: readonly Trail[]): ReadonlySet<Trail> {
  const last = way.at(-1);
  const name = last && functionAt(frame, last.offset);
  let before: Trail | null = null;
  return new Set(
    way.filter((at) => {
      if (functionAt(frame, at.offset) !== name) return false;
      const isAgain = before !== null && at.offset < before.offset && (at.round ?? 0) > (before.round ?? 0);
      before = at;
      return isAgain;
    }),
  );
}
