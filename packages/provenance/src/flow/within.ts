import { denoted, target } from '../paths/path-of.ts';
import { extend, type Path } from '../paths/path.ts';
import { privateDataOf, privateMembers } from '../vocabulary.ts';
import { formsOf } from './canonical.ts';
import type { Frame } from './frame.ts';
import { reachingDefinitions } from './reaching.ts';
import type { Variable } from './step.ts';

/**
 * The other names of what a pointer variable points to at `at`, as long as it is a part of the object named: after
 * `tx = &card->tx` or `card = netdev_priv(dev)`. An object that is only pointed to is a part of nothing.
 */
export function withinOf(frame: Frame, variable: Pick<Variable, 'id' | 'name'>, at: number): readonly Path[] {
  const root: Path = { root: { kind: 'variable', id: variable.id, name: variable.name, record: '' }, steps: [] };
  const aliases = formsOf(frame, extend(root, [{ kind: 'dereference' }]), at).slice(1);
  const [definition, ...others] = reachingDefinitions(frame, root, at);
  if (others.length === 0 && definition?.kind === 'value' && definition.value.kind === 'call') {
    const { callee, arguments: args } = definition.value;
    const owner = callee.kind === 'name' && privateDataOf.has(callee.name) && args[0] ? denoted(frame, args[0]) : null;
    if (owner) aliases.push(...formsOf(frame, target(owner), definition.step));
  }
  return aliases.map(withoutPrivate).filter((path) => path !== null);
}

/** The path to the object that holds `path`; null when another object is pointed to on the way. */
function withoutPrivate(path: Path): Path | null {
  const pointers = path.steps.flatMap((step, i) => (step.kind === 'dereference' && i > 0 ? [i] : []));
  const [first] = pointers;
  if (first === undefined) return path;
  if (pointers.length > 1) return null;
  const member = path.steps[first - 1];
  if (member?.kind !== 'member' || !privateMembers.has(member.name)) return null;
  return { root: path.root, steps: path.steps.slice(0, first - 1) };
}
