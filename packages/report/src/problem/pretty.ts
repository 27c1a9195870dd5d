import type { FileProblem, FreehandleError } from '@freehandle/c-source';
import { paint } from '../paint.ts';

/**
 * An error as the command shows it: `place: title`, the source line with a caret where it is known, the hint.
 * @param sourceLine the text of the place's line, without its line end.
 */
export function prettyError(error: FreehandleError, options: { color: boolean; sourceLine?: string }): string {
  const p = paint(options.color);
  const { place } = error;
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `;
  const caret =
    place === undefined || options.sourceLine === undefined
      ? []
      : [`  ${options.sourceLine}`, `  ${options.sourceLine.slice(0, place.column - 1).replace(/[^\t]/g, ' ')}^`];
  return [
    `${p.red('error')} ${p.dim(error.code)} ${where}${error.message}`,
    ...caret,
    `  ${p.dim('hint:')} ${error.hint}`,
    '',
  ].join('\n');
}

/** A file the run went on without. */
export function prettyProblem(problem: FileProblem, options: { color: boolean }): string {
  const p = paint(options.color);
  const severity = problem.severity === 'error' ? p.red('error') : p.yellow('warning');
  return `${severity} ${p.dim(problem.code)} ${problem.file}: ${problem.message}\n  ${p.dim('hint:')} ${problem.hint}\n`;
}
