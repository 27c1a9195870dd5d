/**
 * Options and those they need, by the question in `Config.in` that offers them: `dep_tristate '…' CONFIG_X $CONFIG_Y`
 * [2.4.27 Documentation/kbuild/config-language.txt], and what a condition on one of them defines besides.
 */
export function withDependencies(options: ReadonlySet<string>, configurations: readonly string[]): string[] {
  const all = new Set(options);
  // the set grows while it is walked
  for (const option of all) {
    for (const text of configurations) {
      for (const needed of [...dependenciesOf(option, text), ...definedUnder(option, text)]) all.add(needed);
    }
  }
  return [...all];
}

function dependenciesOf(option: string, text: string): string[] {
  const question = new RegExp(`^[ \\t]*dep_\\w+[ \\t]+(?:'[^'\\n]*'|"[^"\\n]*")[ \\t]+${option}[ \\t]+(.*)$`, 'gm');
  return [...text.matchAll(question)].flatMap((match) =>
    [...match[1]!.matchAll(/\$(CONFIG_\w+)/g)].map(([, name]) => name!),
  );
}

/** `if [ "$CONFIG_X" != "n" ]; then define_bool CONFIG_Y y`: up to the first `fi` or `else`. */
function definedUnder(option: string, text: string): string[] {
  const block = new RegExp(
    `\\bif \\[ "\\$${option}" (?:!= "n"|= "[ym]")[^\\n]*\\n([^]*?)\\n[ \\t]*(?:fi|else)\\b`,
    'g',
  );
  return [...text.matchAll(block)].flatMap((match) =>
    [...match[1]!.matchAll(/^[ \t]*define_bool[ \t]+(CONFIG_\w+)[ \t]+y/gm)].map(([, name]) => name!),
  );
}

/** The numbers that questions offer: `int '…' CONFIG_X 16`, `hex '…' CONFIG_Y 300`. They are asked where nothing else is. */
export function numbersOffered(configurations: readonly string[]): Map<string, string> {
  const question = /^[ \t]*(int|hex)[ \t]+(?:'[^'\n]*'|"[^"\n]*")[ \t]+(CONFIG_\w+)[ \t]+(?:0x)?([0-9a-fA-F]+)/gm;
  return new Map(
    configurations.flatMap((text) =>
      [...text.matchAll(question)].map(([, kind, name, value]): [string, string] => [
        name!,
        kind === 'hex' ? `0x${value!}` : value!,
      ]),
    ),
  );
}
