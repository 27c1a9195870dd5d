/** What a command may touch of the process around it; `process` itself fits. */
export interface Io {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
}

/** Whether results on stdout may carry colour: a terminal, and neither NO_COLOR nor `--no-color`. */
export function wantsColor(io: Io, flag: boolean): boolean {
  return flag && io.stdout.isTTY === true && !io.env['NO_COLOR'];
}
