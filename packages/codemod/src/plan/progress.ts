/** How far a stage is: of `total` files, `done` are; `file` is the one looked at, where there is one. */
export interface Progress {
  readonly stage: 'search' | 'analyse' | 'plan';
  readonly done: number;
  readonly total: number;
  readonly file: string;
}
