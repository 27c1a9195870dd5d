import { expect, it } from 'vitest';
import { handOver } from '../src/binding/handed-over.ts';
import type { Host } from '../src/binding/host.ts';
import { RunState } from '../src/binding/run-state.ts';
import { undisturbed } from '../src/exploration/run-plan.ts';

const driverMemory = 0xc000_0000;
const object = { base: driverMemory, bytes: 4096 };

it('what an unknown function is given again and again, by a loop that waits, is looked through once', () => {
  let reads = 0;
  const allocations = [object];
  const host = {
    run: new RunState(1, undisturbed('plain')),
    space: {
      allocations,
      isDriverMemory: (address: number) => address >= driverMemory,
      isModuleMemory: () => false,
      isUntouched: () => false,
      around: () => object,
    },
    memory: { u32: (address: number) => (reads++, address + 4) },
  } as unknown as Host;
  for (let time = 0; time < 3; time++) handOver(host, 'lamp_wait', [driverMemory]);
  expect(reads).toBe(1024);
  expect(host.run.handed.get(driverMemory + 4)).toBe('lamp_wait');
  // there may be more in it by now
  allocations.push(object);
  handOver(host, 'lamp_wait', [driverMemory]);
  expect(reads).toBe(2048);
});
