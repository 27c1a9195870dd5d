/** The result as Markdown tables. */

const percent = (part, whole) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(0)} %`);

/** `results` are `{ name, answers }` for each tool, `answers` in the order of `mutants`, null for a miss. */
export function recallTable(mutants, results) {
  const kinds = [...new Set(mutants.map(({ kind }) => kind))];
  const line = (name, belongs) => {
    const cells = results.map(({ answers }) => {
      const asked = answers.filter((answer, index) => belongs(mutants[index]) && answer !== 'not asked');
      const right = asked.filter((answer) => answer !== null).length;
      const all = mutants.filter(belongs).length;
      return `${right}${asked.length < all ? ` of ${asked.length}` : ''}, ${percent(right, asked.length)}`;
    });
    return `| ${[name, mutants.filter(belongs).length, ...cells].join(' | ')} |`;
  };
  return [
    `| planted | mutants | ${results.map(({ name }) => name).join(' | ')} |`,
    `| --- | --: | ${results.map(() => '--:').join(' | ')} |`,
    ...kinds.map((kind) => line(kind, (mutant) => mutant.kind === kind)),
    line('all', () => true),
  ].join('\n');
}
