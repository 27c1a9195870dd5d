import type { Session } from '../session.ts';

/** A report in each form it can be asked for; `pretty` is made in colour or without. */
export interface Forms {
  readonly pretty: (color: boolean) => string | Uint8Array;
  readonly json: () => unknown;
  readonly html: () => string;
}

/** Where a report goes and in which form, as the user chose. */
export interface Destination {
  readonly format: keyof Forms;
  readonly output?: string;
  readonly quiet?: true;
}

/** Prints the report, or writes it to the file named and prints the pretty form beside. */
export function publish(session: Session, forms: Forms, { format, output, quiet }: Destination): void {
  const text = {
    pretty: () => forms.pretty(output === undefined && session.color),
    json: () => `${JSON.stringify(forms.json(), null, 2)}\n`,
    html: forms.html,
  }[format]();
  if (output === undefined) {
    session.print(text);
    return;
  }
  session.save(output, text);
  if (!quiet) session.print(forms.pretty(session.color));
  session.print(`Report: ${output}\n`);
}
