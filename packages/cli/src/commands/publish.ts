import type { Session } from '../session.ts';

type Text = string | Uint8Array;

/** A report in one form: text, bytes, or an object that is printed as JSON. `color` is for terminals. */
type Form = (color: boolean) => Text | object | Promise<Text>;

/** A report in each form it can be asked for. */
export type Forms = { readonly pretty: (color: boolean) => Text } & Readonly<Record<string, Form>>;

/** Where a report goes and in which form, as the user chose. */
export interface Destination {
  /** A key of the command's forms. */
  readonly format: string;
  readonly output?: string;
  readonly quiet?: true;
}

/** Prints the report, or writes it to the file named and prints, unless quiet, the pretty form beside. */
export async function publish(session: Session, forms: Forms, { format, output, quiet }: Destination): Promise<void> {
  const made = await forms[format]!(output === undefined && session.color);
  const text = typeof made === 'string' || made instanceof Uint8Array ? made : `${JSON.stringify(made, null, 2)}\n`;
  if (output === undefined) {
    session.print(text);
    return;
  }
  session.save(output, text);
  if (quiet) return;
  session.print(forms.pretty(session.color));
  session.print(`Report: ${output}\n`);
}
