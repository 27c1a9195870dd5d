// node tools/corpus/linux-2.4.27-ppc.mjs TREE [--diff]
// Migrates the PowerPC callers of a real Linux 2.4.27 tree in a scratch copy and checks the calls that come out
// (semantics 11.1, P1-P4), the declarations, and that a second run changes nothing. Nothing of the tree is kept.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [tree, flag] = process.argv.slice(2);
if (tree === undefined || !existsSync(path.join(tree, 'include/asm-ppc/io.h'))) {
  console.error('usage: node tools/corpus/linux-2.4.27-ppc.mjs TREE [--diff], TREE being an unpacked Linux 2.4.27');
  process.exit(2);
}

const paths = ['arch/ppc', 'drivers/net/ibm_emac', 'include/asm-ppc'];

/** File → what must stand in it afterwards, white space aside. */
const expected = {
  'arch/ppc/kernel/pci-dma.c': ['consistent_free(vaddr, size, dma_handle)'],
  'arch/ppc/kernel/ppc4xx_sgdma.c': ['consistent_free((void *) psgl, DMA_PPC4xx_SIZE, psgl->dma_addr)'],
  'drivers/net/ibm_emac/ibm_ocp_mal.c': [
    'consistent_free(mal->tx_virt_addr, MAL_DT_ALIGN * mal->num_tx_channels, mal->tx_phys_addr)',
    'consistent_free(mal->rx_virt_addr, MAL_DT_ALIGN * mal->num_rx_channels, mal->rx_phys_addr)',
  ],
  'arch/ppc/mm/cachemap.c': ['void consistent_free(void *vaddr, size_t size, dma_addr_t dma_handle)'],
  'include/asm-ppc/io.h': [
    'consistent_free(void *vaddr, size_t size, dma_addr_t dma_handle)',
    'consistent_free(addr, size, dma_handle)',
  ],
};

const scratch = mkdtempSync(path.join(tmpdir(), 'freehandle-corpus-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const folder of paths)
  cpSync(path.join(tree, folder), path.join(scratch, folder), { recursive: true, verbatimSymlinks: true });

const git = (...args) =>
  execFileSync('git', ['-C', scratch, '-c', 'user.name=corpus', '-c', 'user.email=corpus@localhost', ...args], {
    encoding: 'latin1',
    maxBuffer: 1 << 28,
  });
git('init', '-q');
git('add', '-f', '.');
git('commit', '-qm', 'original');

const command = fileURLToPath(new URL('../../packages/cli/bin/freehandle.js', import.meta.url));
const migrate = () =>
  spawnSync(process.execPath, [command, 'migrate', '--write', '--format', 'json', ...paths], {
    cwd: scratch,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });

const first = migrate();
const { totals, sites } = JSON.parse(first.stdout);
console.log(first.stderr + git('diff', '--stat'));
if (flag === '--diff') console.log(git('diff'));
for (const site of sites.filter(({ status }) => status !== 'safe'))
  console.log(`${site.file}:${site.line} ${site.status} ${site.reason}: ${site.before}`);
console.log(totals);

let wrong = 0;
const flat = (text) => text.replace(/\s+/g, ' ').replace(/\( /g, '(');
for (const [file, calls] of Object.entries(expected)) {
  const text = flat(readFileSync(path.join(scratch, file), 'latin1'));
  for (const call of calls) {
    const there = text.includes(flat(call));
    if (!there) wrong += 1;
    console.log(`${there ? 'ok     ' : 'MISSING'} ${file}: ${call}`);
  }
}
const changed = git('diff', '--name-only').trim().split('\n');
const unexpected = changed.filter((file) => !(file in expected));
console.log(`changed files beyond those: ${unexpected.join(', ') || 'none'}`);

const once = git('diff');
const second = migrate();
const same = git('diff') === once;
console.log(`second run: exit ${second.status}, ${same ? 'no change' : 'CHANGES'}`);
process.exit(wrong === 0 && unexpected.length === 0 && same && second.status === 0 ? 0 : 1);
