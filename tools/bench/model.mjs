// node tools/bench/model.mjs [SECONDS]
// Speed of the model and how it grows with the machine: alloc+free pairs, snapshot+restore, scenario runs. An operation's
// cost must not grow with the machine, so each row shows the ratio of the largest to the smallest.
import { allocators, createKernel, exploreFaults, GFP_KERNEL, PAGE_SIZE, runThread } from '@freehandle/model';
import { Bench } from 'tinybench';

const seconds = Number(process.argv[2] ?? 0.5);
const MiB = 1 << 20;
const sizes = [16, 32, 64, 256, 1024];

/** Median operations a second. */
async function rate(task) {
  const bench = new Bench({ time: seconds * 1000, warmupTime: 100 });
  bench.add('task', task);
  await bench.run();
  const { latency } = bench.tasks[0].result;
  return 1000 / latency.p50;
}

/** The platform an allocator ran on, its RAM limit permitting. */
function machine(allocator, ramBytes, traceLimit = 0) {
  const platform = allocator === 'plain-pages' ? 'i386' : allocator.startsWith('arm-') ? 'sa1100' : 'ibm405lp';
  return createKernel({ platform, allocator, ramBytes, traceLimit });
}

const round = (n) => Math.round(n).toLocaleString('en').padStart(10);
/** One line of the table: `make` gives a task for a machine of that RAM, which does `each` operations a run. */
async function row(name, make, each = 1) {
  const cells = [];
  for (const size of sizes) {
    let task;
    try {
      task = make(size * MiB);
    } catch (error) {
      cells.push(null);
      console.error(`${name}, ${size} MiB: ${error.message}`);
      continue;
    }
    cells.push(each * (await rate(task)));
  }
  const known = cells.filter((cell) => cell !== null);
  const text = cells.map((cell) => (cell === null ? '         -' : round(cell))).join(' ');
  console.log(`${name.padEnd(36)} ${text}   ${(known[0] / known.at(-1)).toFixed(2)}`);
}

console.log(
  `${'operations a second (medians)'.padEnd(36)} ${sizes.map((s) => `${s} MiB`.padStart(10)).join(' ')}   cost ratio`,
);
const PAIRS = 100;
for (const [allocator, { form }] of Object.entries(allocators)) {
  const takes = form.split('-').length;
  await row(
    `alloc+free of a page, ${allocator}`,
    (ram) => {
      const kernel = machine(allocator, ram);
      return () => {
        for (let i = 0; i < PAIRS; i += 1) {
          const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, PAGE_SIZE);
          if (vaddr === 0) throw new Error(`${allocator} ran dry`);
          kernel.consistentFree(...[vaddr, PAGE_SIZE, handle].slice(0, takes));
        }
      };
    },
    PAIRS,
  );
}
await row('alloc, restore (ppc-map1)', (ram) => {
  const kernel = machine('ppc-map1', ram);
  const start = kernel.snapshot();
  return () => {
    kernel.consistentAlloc(GFP_KERNEL, 4 * PAGE_SIZE);
    kernel.restore(start);
  };
});
await row('snapshot, alloc, restore, discard', (ram) => {
  const kernel = machine('ppc-map1', ram);
  kernel.snapshot();
  return () => {
    const here = kernel.snapshot();
    kernel.consistentAlloc(GFP_KERNEL, 4 * PAGE_SIZE);
    kernel.restore(here);
    kernel.discard(here);
  };
});

/** What a driver does with a buffer: alloc, reserve, use, unreserve, free. */
function scenario(kernel) {
  const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, 4 * PAGE_SIZE);
  if (vaddr === 0) return;
  const first = kernel.virtToFrame(kernel.busToVirt(handle));
  for (let frame = first; frame < first + 4; frame += 1) kernel.setPageReserved(frame);
  kernel.cpuWrite(vaddr, new Uint8Array(32));
  for (let frame = first; frame < first + 4; frame += 1) kernel.clearPageReserved(frame);
  kernel.consistentFree(vaddr);
}
const explore = (kernel) => [...exploreFaults(kernel, scenario, { faults: 2 })].length;
await row(
  'scenario runs (all pairs of faults)',
  (ram) => {
    const kernel = machine('ppc-map2', ram, 4096);
    return () => explore(kernel);
  },
  explore(machine('ppc-map2', 16 * MiB, 4096)),
);
console.log(`\nthe whole thread: ${(await rate(() => runThread())).toFixed(1)} a second`);
