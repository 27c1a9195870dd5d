/** What is wrong with a driver as a C program, whatever it allocates. The model's rules are about the kernel's interfaces. */
export interface MemoryRule {
  readonly id: string;
  readonly title: string;
  readonly severity: 'error' | 'warning';
  /** What was seen, in one sentence. */
  readonly consequence: string;
}

/** The checks that running adds to the model's: each access is checked before it happens, each block costs fuel. */
export const memoryRules = {
  outOfBounds: {
    id: 'S1',
    title: 'Stay inside what was allocated',
    severity: 'error',
    consequence: 'Another object is overwritten, or read as if it were this one.',
  },
  useAfterFree: {
    id: 'S2',
    title: 'Do not touch memory after giving it back',
    severity: 'error',
    consequence: 'The next owner of the memory is read or overwritten.',
  },
  badPointer: {
    id: 'S3',
    title: 'Follow only pointers that point somewhere',
    severity: 'error',
    consequence: 'The kernel oopses at a NULL or wild address.',
  },
  stackOverflow: {
    id: 'S4',
    title: 'Stay inside the kernel stack',
    severity: 'error',
    consequence: 'The stack of a task is 8 KiB; beyond it lies the task structure, then other memory.',
  },
  endlessLoop: {
    id: 'S5',
    title: 'Let every loop end',
    severity: 'error',
    consequence: 'The processor never leaves the driver.',
  },
  ownStop: {
    id: 'S6',
    title: 'Do not stop the machine',
    severity: 'error',
    consequence: 'The driver called panic(), or did what no processor can do.',
  },
  castFunction: {
    id: 'S7',
    title: 'Call functions through pointers of their own type',
    severity: 'warning',
    consequence: 'WebAssembly cannot follow the call, so this run ended there and says nothing of what comes after.',
  },
  deviceWait: {
    id: 'S8',
    title: 'Bound every wait for a device',
    severity: 'warning',
    consequence:
      'The model plays no device, so this run ended there; a real device that never answers hangs the machine.',
  },
} as const satisfies Record<string, MemoryRule>;
