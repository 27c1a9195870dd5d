import type { Frame } from '../flow/frame.ts';

/** The types that a function declares in its body, as they are named in sizeof: `struct entry`, or a typedef's name. */
export function ownTypesOf({ context, definition }: Frame): string[] {
  const body = context.source.text.slice(definition.parameterList.end, definition.end);
  const records = [...body.matchAll(/\b(struct|union|enum)\s+(\w+)\s*\{/g)].map((match) => `${match[1]} ${match[2]}`);
  const typedefs = [...body.matchAll(/\btypedef\b[^;]*?(\w+)\s*(?:\[[^;]*\])?;/g)].map((match) => match[1]!);
  return [...records, ...typedefs];
}
