// node tools/bench/model.mjs [SECONDS]
// Speed of the model and how it grows with the machine: alloc+free pairs, snapshot+restore, scenario runs. An operation's
// cost must not grow with the machine, so each row shows the ratio of the largest to the smallest.
import { allocators, createKernel, GFP_KERNEL, PAGE_SIZE, runThread } from '@freehandle/model';
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
function machine(allocator, ramBytes) {
  const platform = allocator === 'plain-pages' ? 'i386' : allocator.startsWith('arm-') ? 'sa1100' : 'ibm405lp';
  return createKernel({ platform, allocator, ramBytes, traceLimit: 0 });
}

const round = (n) => Math.round(n).toLocaleString('en').padStart(10);
async function row(name, make) {
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
    cells.push(await rate(task));
  }
  const known = cells.filter((cell) => cell !== null);
  const text = cells.map((cell) => (cell === null ? '         -' : round(cell))).join(' ');
  console.log(`${name.padEnd(34)} ${text}   ${(known[0] / known.at(-1)).toFixed(2)}`);
}

console.log(
  `${'operations a second (medians)'.padEnd(34)} ${sizes.map((s) => `${s} MiB`.padStart(10)).join(' ')}   cost ratio`,
);
const PAIRS = 100;
for (const [allocator, { form }] of Object.entries(allocators)) {
  const takes = form.split('-').length;
  await row(`alloc+free of a page, ${allocator} /${PAIRS}`, (ram) => {
    const kernel = machine(allocator, ram);
    return () => {
      for (let i = 0; i < PAIRS; i += 1) {
        const { vaddr, handle } = kernel.consistentAlloc(GFP_KERNEL, PAGE_SIZE);
        if (vaddr === 0) throw new Error(`${allocator} ran dry`);
        kernel.consistentFree(...[vaddr, PAGE_SIZE, handle].slice(0, takes));
      }
    };
  });
}
await row('alloc, restore (ppc-map1)', (ram) => {
  const kernel = machine('ppc-map1', ram);
  const start = kernel.snapshot();
  return () => {
    kernel.consistentAlloc(GFP_KERNEL, 4 * PAGE_SIZE);
    kernel.restore(start);
  };
});
console.log(`\nthe whole thread: ${(await rate(() => runThread())).toFixed(1)} a second`);
