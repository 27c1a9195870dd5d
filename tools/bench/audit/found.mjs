/** Whether a tool's findings tell of a planted bug. */

/** What stays the same when lines move: numbers are left out. */
const keyOf = ({ rule, function: name, message }) => [rule, name, message.replace(/\d+/g, '#')].join('|');

/** The findings that are not on the unmutated file too, each of that counted once. */
export function newFindings(before, after) {
  const known = new Map();
  for (const finding of before) known.set(keyOf(finding), (known.get(keyOf(finding)) ?? 0) + 1);
  return after.filter((finding) => {
    const left = known.get(keyOf(finding)) ?? 0;
    if (left > 0) known.set(keyOf(finding), left - 1);
    return left === 0;
  });
}

/**
 * The finding that answers a mutant: new, of a rule that fits, in the mutated function, or whose path goes through
 * it. A leak may be told where the memory is allocated as well. Peers have no such rules: of them any new finding there is taken.
 */
export function answerTo(mutant, before, after) {
  return newFindings(before, after).find(
    (finding) =>
      [finding.function, ...(finding.through ?? [])].some((name) => mutant.functions.includes(name)) &&
      (finding.rule === undefined || mutant.fits.includes(finding.rule)),
  );
}

/** Names the function around each line, for tools that tell lines only. */
export function functionAt(file, line) {
  const { tokens, lineOf } = file;
  const around = file.functions.find(
    ({ header, close }) => lineOf(tokens[header].start) <= line && line <= lineOf(tokens[close].start),
  );
  return around?.name ?? null;
}
