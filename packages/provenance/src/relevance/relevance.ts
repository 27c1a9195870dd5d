import { idsOf, isReturnOnly, type MacroDefinition, type Detail, type Outline, type Shown } from '@freehandle/c-source';
import type { ApiShape } from '../facts/file-context.ts';
import { assigningCalls, knownKeepers, overwritingCalls, releasingCalls, unmapAddresses } from '../vocabulary.ts';
import { closure, mentionGraph } from './mention-graph.ts';
import {
  assigningMacros,
  keepersOf,
  lends,
  mayRelease,
  mentions,
  namesIndexed,
  namesRead,
  storesToMember,
} from './token-signs.ts';

/**
 * How much of a file its facts rest on, decided from tokens alone. The facts are the same as those of the whole file.
 * Who lets facts look at more of a file must see to it that this rule shows it:
 *
 * - **whole**: a function that names an allocator or the free (or a macro that does), and every function that mentions
 *   such a one, and so on up: what allocates, frees, passes on, and every caller that a pointer may come from
 *   (`allocationFacts`, `freeFacts`, `passing`, `handoutOf`, `nullArrival`);
 * - **whole**: a function that does nothing but return something (`accessorsOf`);
 * - **calls** of a function that may store one of its parameters in a member (`Summary.keeps`), and of those known to
 *   (`knownKeepers`), wherever they stand; of such a function its stores, as long as the flow of control makes no
 *   difference to them (`parameterPlace`); **whole** when the flow of a function of the first kind depends on it
 *   (`Kept.always`);
 * - **whole**: a function that may release one of its parameters and that one of the first kind calls, directly or not
 *   (`Summary.releases`);
 * - **stores, and calls of what stores**: every other function that one of the first kind calls, directly or not
 *   (`Summary.stores`);
 * - **stores, also to whole objects, and what gives the address of something that the first kind reads, or a macro its name**: all others (`storeFacts`, which look at the expression stored and at types, not at the flow of control).
 *
 * Shown wherever they stand are also the uses of macros that may assign to something (`macroUse`).
 *
 * Of the values of file-level variables, those that name the API. `headerMacros` are those of the headers.
 */
export function relevance(api: ApiShape, headerMacros: readonly MacroDefinition[] = []): (outline: Outline) => Shown {
  const assigningElsewhere = assigningMacros(headerMacros);
  const apiNames = [api.free, ...api.allocators, ...(api.elsewhere ?? [])].map((one) => one.name);
  return (outline) => {
    const { lexemes, functions, values } = outline;
    const seeds = idsOf(lexemes, apiNames);
    const graph = mentionGraph(outline);
    const { nodes, uses, users } = graph;
    const all = functions.map((_definition, index) => index);
    const namesOf = (indices: Iterable<number>) => [...indices].flatMap((index) => [...nodes[index]!.names]);

    const central = closure(
      nodes.flatMap((node, index) => (mentions(lexemes, node, seeds) ? [index] : [])),
      (index) => users[index]!,
    );
    const called = closure([...central], (index) => uses[index]!);
    const within = (index: number) => users[index]!.filter((user) => called.has(user));
    const releasing = idsOf(lexemes, releasingCalls.keys());
    const releasers = [...called].filter((index) => mayRelease(lexemes, nodes[index]!, releasing));
    const keepers = keepersOf(outline, idsOf(lexemes, knownKeepers.keys())).filter((index) => users[index]!.length > 0);
    const isKeeper = new Set(keepers);
    const nearKeepers = closure(
      [...central].flatMap((index) => uses[index]!).filter((index) => isKeeper.has(index)),
      (index) => uses[index]!.filter((one) => isKeeper.has(one)),
    );
    const whole = new Set([
      ...central,
      ...closure(releasers, within),
      ...nearKeepers,
      ...all.filter((index) => isReturnOnly(lexemes, functions[index]!)),
    ]);

    const macros = nodes.flatMap((node, index) =>
      index >= functions.length && storesToMember(lexemes, node) ? [index] : [],
    );
    const assigning = closure(macros, (index) => users[index]!.filter((user) => user >= functions.length));
    const keeping = new Set([
      ...namesOf(keepers),
      ...namesOf(assigning),
      ...idsOf(lexemes, [
        ...knownKeepers.keys(),
        ...assigningCalls.keys(),
        'swap',
        ...unmapAddresses.keys(),
        ...assigningElsewhere,
      ]),
    ]);
    const overwriting = idsOf(lexemes, overwritingCalls);
    const read = new Set([...central].flatMap((index) => [...namesRead(lexemes, nodes[index]!, seeds)]));
    const arrays = new Set([...central].flatMap((index) => [...namesIndexed(lexemes, nodes[index]!)]));
    const storing = [...called].filter((index) => storesToMember(lexemes, nodes[index]!));
    const summed = new Set([...keeping, ...namesOf(closure(storing, within))]);
    return {
      functions: all.map((index): Detail => {
        if (whole.has(index)) return 'whole';
        return {
          kind: 'stores',
          calls: called.has(index) ? summed : keeping,
          lent: read,
          arrays,
          overwriting,
          steady: isKeeper.has(index),
        };
      }),
      values: values.map(
        ({ open, close }) => mentions(lexemes, { from: open, to: close }, seeds) || lends(lexemes, open, close, read),
      ),
    };
  };
}
