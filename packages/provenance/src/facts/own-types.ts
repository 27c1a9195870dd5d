import type { Frame } from '../flow/frame.ts';

/** What only a function itself can name: the types that it declares, as in `sizeof(struct entry)`, and their constants. */
export function ownTypesOf({ context, definition }: Frame): string[] {
  const body = context.source.text.slice(definition.parameterList.end, definition.end);
  const records = [...body.matchAll(/\b(struct|union|enum)\s+(\w+)\s*\{/g)].map((match) => `${match[1]} ${match[2]}`);
  const typedefs = [...body.matchAll(/\btypedef\b[^;]*?(\w+)\s*(?:\[[^;]*\])?;/g)].map((match) => match[1]!);
  const constants = [...body.matchAll(/\benum\b[^{};]*\{([^{}]*)\}/g)].flatMap((match) =>
    [...match[1]!.matchAll(/(?:^|,)\s*(\w+)/g)].map((one) => one[1]!),
  );
  return [...records, ...typedefs, ...constants];
}
