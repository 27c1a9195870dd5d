import { isNarrow } from '../paths/narrow.ts';
import { denoted } from '../paths/path-of.ts';
import { extend, pathKey, type Path } from '../paths/path.ts';
import type { Frame } from './frame.ts';
import { reachingDefinitions } from './reaching.ts';

const MAX_COPIES = 8;

/**
 * The forms of a path at a step, as written first, then with each local that is a plain copy replaced by what it
 * copies: with `ring = &adapter->tx[i]`, `ring->desc` is also `adapter->tx[i].desc`.
 */
export function formsOf(frame: Frame, path: Path, at: number): readonly Path[] {
  const forms = [path];
  let current = path;
  let step = at;
  for (let hops = 0; hops < MAX_COPIES; hops++) {
    const next = withoutCopy(frame, current, step);
    if (!next || forms.some((form) => pathKey(form) === pathKey(next.path))) break;
    forms.push(next.path);
    current = next.path;
    step = next.step;
  }
  return forms;
}

function withoutCopy(frame: Frame, path: Path, at: number): { path: Path; step: number } | null {
  if (path.root.kind !== 'variable') return null;
  const definitions = reachingDefinitions(frame, { root: path.root, steps: [] }, at);
  const [definition] = definitions;
  if (definitions.length !== 1 || definition?.kind !== 'value' || definition.rest.length > 0) return null;
  const variable = frame.flow.variables[path.root.id];
  if (path.steps.length === 0 && variable && isNarrow(frame, variable.type)) return null;
  const source = denoted(frame, definition.value);
  if (!source || source.path.root.kind === 'call') return null;
  if (source.kind === 'place') return { path: extend(source.path, path.steps), step: definition.step };
  const [first, ...rest] = path.steps;
  if (first?.kind === 'dereference') return { path: extend(source.path, rest), step: definition.step };
  return null;
}
