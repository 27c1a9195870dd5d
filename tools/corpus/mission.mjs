// node tools/corpus/mission.mjs TREE [--drivers N] [--only REGEX] [--cache DIR] [--scratch DIR] [--jobs N]
// The whole way on a real Linux 2.4.27 tree with PowerPC 4xx, as a transcript: migrate --write, then verify --against HEAD, in
// scratch copies under git. First consistent_free as the tree has it, and the tree's allocator beside the model's; then
// pci_free_consistent in a copy that is stripped to two arguments, on N drivers: of those of which each call was rewritten, the N
// whose paths have the lowest SHA-256. A driver of which some call was left does not compile: it has to be finished by hand.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stripTree } from './two-argument-tree.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    drivers: { type: 'string', default: '24' },
    only: { type: 'string', default: '' },
    cache: { type: 'string' },
    scratch: { type: 'string', default: tmpdir() },
    jobs: { type: 'string', default: '1' },
  },
});
const tree = positionals[0] && path.resolve(positionals[0]);
if (!tree || !existsSync(path.join(tree, 'include/asm-ppc/io.h'))) {
  console.error(
    'usage: node tools/corpus/mission.mjs TREE [--drivers N] [--only REGEX] [--cache DIR] [--scratch DIR] [--jobs N]',
  );
  process.exit(2);
}

/** The callers of consistent_free, and what declares it. */
const callers = ['arch/ppc/kernel/pci-dma.c', 'arch/ppc/kernel/ppc4xx_sgdma.c', 'drivers/net/ibm_emac/ibm_ocp_mal.c'];
const migrated = ['arch/ppc', 'drivers/net/ibm_emac', 'include/asm-ppc'];

const configuration = {
  migration: 'pci-free-consistent',
  migrations: [
    {
      name: 'pci-free-consistent',
      title: 'Give pci_free_consistent the size and the DMA handle',
      oldCall: 'void pci_free_consistent(struct pci_dev *hwdev, void *vaddr)',
      newCall: 'void pci_free_consistent(struct pci_dev *hwdev, size_t size, void *vaddr, dma_addr_t dma_handle)',
      allocators: ['void *pci_alloc_consistent(struct pci_dev *hwdev, size_t size, dma_addr_t *dma_handle)'],
      roles: { vaddr: 'vaddr', size: 'size', handle: 'dma_handle' },
    },
  ],
};

mkdirSync(values.scratch, { recursive: true });
const scratch = mkdtempSync(path.join(values.scratch, 'freehandle-mission-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const command = fileURLToPath(new URL('../../packages/cli/bin/freehandle.js', import.meta.url));
const cache = values.cache ? ['--cache-dir', path.resolve(values.cache)] : ['--no-cache'];

/** A copy of the tree with `change` made to it, committed. */
function committedCopy(name, change) {
  const cwd = path.join(scratch, name);
  cpSync(tree, cwd, { recursive: true, verbatimSymlinks: true });
  change(cwd);
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=mission', '-c', 'user.email=mission@localhost', ...args], {
      ...{ cwd, encoding: 'latin1', maxBuffer: 1 << 28 },
    }).trimEnd();
  git('init', '-q');
  git('add', '-f', '.');
  git('commit', '-qm', 'Linux 2.4.27');
  return { cwd, git };
}

/** Runs the command in a copy and prints what a user sees. Where compiled modules are kept is not told. */
function freehandle(copy, args) {
  console.log(`\n$ freehandle ${args.join(' ')}`);
  const quiet = args[0] === 'verify' ? [...cache, '--quiet'] : ['--quiet'];
  const { stdout, stderr, status } = spawnSync(process.execPath, [command, ...args, ...quiet], {
    ...{ cwd: copy.cwd, encoding: 'utf8', maxBuffer: 1 << 28 },
  });
  console.log(`${stdout}${stderr}`.trimEnd());
  console.log(`[exit ${status}]`);
}

const verify = ['verify', '--against', 'HEAD', '--kernel-tree', '.', '--jobs', values.jobs, '--timeout', '900'];

console.log('# consistent_free: the tree as it is');
const asItIs = committedCopy('one-argument', () => {});
freehandle(asItIs, ['verify', '--kernel-tree', '.', '--allocator', 'arch/ppc/mm/cachemap.c', '--operations', '20000']);
freehandle(asItIs, ['migrate', '--write', ...migrated]);
console.log(`\n$ git diff --stat\n${asItIs.git('diff', '--stat')}`);
freehandle(asItIs, [...verify, ...callers]);

console.log('\n# pci_free_consistent: every call, declaration and definition of it stripped to (hwdev, vaddr)');
let stripped;
const twoArguments = committedCopy('two-arguments', (cwd) => {
  stripped = stripTree(cwd);
  writeFileSync(path.join(cwd, 'freehandle.config.json'), `${JSON.stringify(configuration, null, 2)}\n`);
});
console.log(`# ${stripped.places} places in ${stripped.files} files stripped`);
console.log(`\n$ cat freehandle.config.json\n${JSON.stringify(configuration, null, 2)}`);
const report = path.join(scratch, 'sites.json');
freehandle(twoArguments, ['migrate', '--write', '--format', 'json', '--output', report, '.']);
const { sites } = JSON.parse(readFileSync(report, 'utf8'));
for (const status of ['safe', 'review', 'refused'])
  console.log(`${status.padEnd(8)} ${sites.filter((site) => site.status === status).length} of ${sites.length} sites`);
console.log(`\n$ git diff --shortstat\n${twoArguments.git('diff', '--shortstat')}`);

const digest = (text) => createHash('sha256').update(text).digest('hex');
const left = new Set(sites.filter(({ status }) => status !== 'safe').map(({ file }) => file));
const whole = [...new Set(sites.map(({ file }) => file))].filter((file) => !left.has(file));
const drivers = whole
  .filter((file) => /^drivers\/.*\.c$/.test(file) && new RegExp(values.only).test(file))
  .toSorted((a, b) => (digest(a) < digest(b) ? -1 : 1))
  .slice(0, Number(values.drivers));
console.log(`# in ${whole.length} files each call was rewritten`);
if (drivers.length > 0) freehandle(twoArguments, [...verify, ...drivers.toSorted()]);
