/** A position in a file as people and SARIF count it: 1-based line, 1-based column in bytes. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What every error of Freehandle carries besides its message. */
export interface ErrorFacts {
  /** Stable identifier such as `FH1003`; documented, never reused. */
  readonly code: string;
  readonly title: string;
  /** What the user can do about it. */
  readonly hint: string;
  readonly place?: Place;
  readonly cause?: unknown;
}

/** The one error base: a stable code, a title, a hint and, where there is one, the place. */
export class FreehandleError extends Error {
  readonly code: string;
  readonly title: string;
  readonly hint: string;
  readonly place: Place | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'FreehandleError';
    this.code = facts.code;
    this.title = facts.title;
    this.hint = facts.hint;
    this.place = facts.place;
  }
}
