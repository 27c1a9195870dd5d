import type { Answer, Task } from './task.ts';

/** Those that search and scan: worker threads, or the thread that calls. */
export interface Crew<S = unknown> {
  /** How many work at the same time. */
  readonly size: number;
  /**
   * Gives a task to one of them, by number from 0; it must be done with its last one. After a rejection it is ready again.
   * @throws CrewFailure when it came to no end.
   */
  run<T extends Task<S>>(member: number, task: T): Promise<Answer<T>>;
  /** Ends everything, at once. */
  close(): Promise<void>;
}

/** Why a task came to no end. */
export class CrewFailure extends Error {
  readonly kind: 'timeout' | 'memory' | 'crash';

  constructor(kind: CrewFailure['kind'], message: string) {
    super(message);
    this.name = 'CrewFailure';
    this.kind = kind;
  }
}

/** Gives each item to the next member of the crew that is free. */
export async function share<T>(
  crew: Pick<Crew, 'size'>,
  items: readonly T[],
  work: (item: T, member: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const loop = async (_: unknown, member: number): Promise<void> => {
    while (next < items.length) await work(items[next++]!, member);
  };
  await Promise.all(Array.from({ length: Math.min(crew.size, items.length) }, loop));
}
