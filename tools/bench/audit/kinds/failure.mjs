/** An allocation whose failure nobody notices. */
import { closeOf } from '../driver-file.mjs';

/** The statement after an allocation that asks for NULL is taken out. */
export const checkDropped = {
  name: 'result unchecked',
  fits: ['R5'],
  plant(file) {
    const { tokens } = file;
    const mutants = [];
    for (const allocation of file.allocations) {
      const first = allocation.last + 1;
      if (allocation.controlled || tokens[first]?.text !== 'if') continue;
      const close = closeOf(tokens, first + 1);
      const condition = tokens
        .slice(first + 2, close)
        .map(({ text }) => text)
        .join(' ');
      const { target } = allocation;
      if (![`! ${target}`, `${target} == NULL`, `NULL == ${target}`, `unlikely ( ! ${target} )`].includes(condition))
        continue;
      const end =
        tokens[close + 1].text === '{'
          ? closeOf(tokens, close + 1)
          : tokens.findIndex(({ text }, i) => i > close && text === ';');
      if (end < 0 || tokens[end + 1]?.text === 'else') continue;
      const uses = tokens
        .slice(end + 1, allocation.function.close)
        .map(({ text }) => text)
        .join(' ');
      // Who returns the pointer itself says by NULL that it failed.
      if (uses.includes(`return ${target} ;`)) continue;
      if (!uses.includes(target) && !target.includes('->')) continue;
      mutants.push({
        site: { ...allocation, start: tokens[first].start },
        edits: [{ start: tokens[first].start, end: tokens[end].end, text: ';' }],
        what: `no test of ${target}`,
      });
    }
    return mutants;
  },
};
