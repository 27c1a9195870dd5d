// The page of all commands and their options, from their definitions.
import { internals } from '../../build/internals.mjs';

const { commands } = await internals('cli', 'commands/index');

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '\\<');

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Markdown: each command with its arguments and options, defaults and choices. */
export async function commandReference() {
  const parts = [];
  for (const { name, usage, summary, load } of commands) {
    const command = (await load())(null, () => {});
    const rows = command.options.map(({ flags, description, defaultValue, argChoices }) => {
      const choices = argChoices ? ` One of ${argChoices.map((choice) => `\`${choice}\``).join(', ')}.` : '';
      const standard =
        defaultValue === undefined || defaultValue === true ? '' : ` Default: \`${String(defaultValue)}\`.`;
      return `| \`${flags.replaceAll('|', '\\|')}\` | ${cell(description)}.${choices}${standard} |`;
    });
    parts.push(
      `## freehandle ${name}\n\n    freehandle ${name} ${usage}\n\n${cell(sentence(summary))} ${cell(command.description())}`,
      ...(rows.length === 0 ? [] : [['| option | meaning |', '|---|---|', ...rows].join('\n')]),
    );
  }
  return `# Commands and options\n\nMade from the definitions of the commands.\n\n${parts.join('\n\n')}\n`;
}
