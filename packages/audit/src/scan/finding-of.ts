import type { LineIndex } from '@freehandle/c-source';
import type { Fix } from '../fix/fix.ts';
import type { FileFrame, Suspicion } from '../explore/frame.ts';
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
  const steps: PathStep[] = [];
  let isPassed = false;
  for (let at: Trail | null = trail; at; at = at.before) {
    const isAgain = isPassed && at.when === false;
    if (!isAgain) steps.push({ file: frame.file, line: lines.lineOf(at.offset), what: at.what });
    isPassed = at.when === false;
    if (at === from) break;
  }
  steps.reverse();
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
