import { s1, s2, s3, s4, s5, s6, s7, s8, type Rule } from '@freehandle/model';

/** What is wrong with a driver as a C program, whatever it allocates: worded by what was seen. */
export type MemoryRule = Rule<{ seen: string }>;

/** The checks that running adds to the model's: each access is checked before it happens, each block costs fuel. */
export const memoryRules = {
  outOfBounds: s1,
  useAfterFree: s2,
  badPointer: s3,
  stackOverflow: s4,
  endlessLoop: s5,
  ownStop: s6,
  noFunction: s7,
  deviceWait: s8,
} as const satisfies Record<string, MemoryRule>;
