/** How the functions of a file stand to each other. */
export interface Surroundings {
  /** The functions of the file that a function calls. */
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
  /** Functions that are called to end what others began, by these. */
  readonly counterparts: ReadonlyMap<string, string>;
  /** Structures that headers declare for all of the kernel: functions far away may free what is in them. */
  readonly known: ReadonlySet<string>;
}
