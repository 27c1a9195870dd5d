import type { CallForm, Conversion, Migration, Parameter } from '@freehandle/codemod';

/**
 * A migration as a semantic patch, for those who review by Coccinelle: each conversion as a rule; where arguments have to be
 * found, the rules that find them in the same function, and in the same object. It is no substitute: it proves nothing.
 */
export function semanticPatch(migration: Migration): string {
  const { name, title, oldCall, conversions } = migration;
  const rules = [
    ...conversions.flatMap((one) => conversionRules(one)),
    ...(conversions.some(({ old }) => old === oldCall) ? [] : searchRules(migration)),
  ];
  const head = [
    `// ${title}.`,
    `// Made by: freehandle export --migration ${name}`,
    '// These rules rewrite by pattern; what freehandle migrate proves of a call, they do not ask.',
  ];
  return `${head.join('\n')}\n\n${rules.join('\n\n')}\n`;
}

function conversionRules({ old, new: form }: Conversion): string[] {
  const notes = form.parameters.flatMap(({ value }) =>
    value?.kind === 'by-context' ? [`// ${value.process} where the call may sleep.`] : [],
  );
  const members = form.parameters.flatMap(({ value }) => (value?.kind === 'member' ? [value] : []));
  // The special forms first: the general one would take them too.
  const special = members.flatMap(({ of, inverse }) => [
    rule(old, form, notes, { [of]: { written: 'NULL', made: 'NULL' } }),
    ...(inverse === null ? [] : [rule(old, form, notes, { [of]: { written: `${inverse}(inner)`, made: 'inner' } })]),
  ]);
  return [...special, rule(old, form, notes, {})];
}

/** What stands for a parameter of the old call, and what for the argument made from it. */
type Special = Readonly<Record<string, { readonly written: string; readonly made: string }>>;

function rule(old: CallForm, form: CallForm, notes: readonly string[], special: Special): string {
  const variables = [
    ...old.parameters.filter(({ name }) => !special[name]).map(({ name }) => name),
    ...Object.values(special).flatMap(({ made }) => (made === 'NULL' ? [] : [made])),
  ];
  const before = old.parameters.map(({ name }) => special[name]?.written ?? name);
  const after = form.parameters.map((one) => argument(one, old, special));
  return [
    '@@',
    `expression ${variables.join(', ')};`,
    '@@',
    ...notes,
    `- ${old.name}(${before.join(', ')})`,
    `+ ${form.name}(${after.join(', ')})`,
  ].join('\n');
}

function argument({ role, name, value }: Parameter, old: CallForm, special: Special): string {
  if (value?.kind === 'text') return value.text;
  if (value?.kind === 'by-context') return value.otherwise;
  if (value?.kind === 'member') return special[value.of]?.made ?? `&${value.of}->${value.member}`;
  return old.parameters.find((one) => (role === null ? one.name === name : one.role === role))?.name ?? name;
}

function searchRules({ allocators, oldCall, newCall }: Migration): string[] {
  return allocators.flatMap((allocator, at) => {
    const call = (handle: string): string =>
      `${allocator.name}(${allocator.arguments
        .map((role, i) => (role === 'handle' ? `&${handle}` : role === 'size' ? 'size' : `a${i}`))
        .join(', ')})`;
    const others = allocator.arguments.flatMap((role, i) => (role === 'handle' || role === 'size' ? [] : [`a${i}`]));
    const kept = oldCall.parameters.filter(({ role }) => role !== 'vaddr').map(({ name }) => name);
    const free = (form: CallForm, vaddr: string, handle: string): string =>
      `${form.name}(${form.parameters
        .map((one) =>
          one.value?.kind === 'text'
            ? one.value.text
            : one.role === 'vaddr'
              ? vaddr
              : one.role === 'size'
                ? 'size'
                : one.role === 'handle'
                  ? handle
                  : one.name,
        )
        .join(', ')})`;
    // Metavariables that no line of a rule names are warned of by spatch.
    const size = allocator.arguments.includes('size') ? ['size'] : [];
    const handle = allocator.arguments.includes('handle') ? ['h'] : [];
    const inherited = (names: readonly string[]): string => names.map((one) => `kept${at}.${one}`).join(', ');
    const needed = (role: 'size' | 'handle', names: readonly string[]): readonly string[] =>
      newCall.parameters.some((one) => one.role === role) ? names : [];
    return [
      [
        '@@',
        `expression ${['v', ...handle, ...size, ...others, ...kept].join(', ')};`,
        '@@',
        `  v = ${call('h')}`,
        '  <... when != v = NULL',
        `- ${free(oldCall, 'v', 'h')}`,
        `+ ${free(newCall, 'v', 'h')}`,
        '  ...>',
      ].join('\n'),
      [
        `@kept${at}@`,
        `expression ${['x', ...size, ...others].join(', ')};`,
        `identifier ${['v', ...handle].join(', ')};`,
        '@@',
        `  x->v = ${call('x->h')}`,
        '',
        '@@',
        `expression ${['y', inherited(needed('size', size)), ...kept].filter((one) => one !== '').join(', ')};`,
        `identifier ${inherited(['v', ...needed('handle', handle)])};`,
        '@@',
        `- ${free(oldCall, 'y->v', 'y->h')}`,
        `+ ${free(newCall, 'y->v', 'y->h')}`,
      ].join('\n'),
    ];
  });
}
